// A finding for people: one line with its place, the words that are meant, and what to do.
import { basename } from "node:path";
import type { Finding } from "../lint/finding.ts";
import { parseFileName } from "../migration/file-name.ts";
import { renderFrame } from "../text/code-frame.ts";
import { positionOf } from "../text/source.ts";
import type { Style } from "./style.ts";

export function renderFinding(finding: Finding, style: Style): string {
  const { rule, severity, message, hint, source, span, servers } = finding;
  const word = severity === "error" ? style.bad("ERR ") : style.warn("WARN");
  const where = servers === undefined ? "" : ` ${style.dim(`[${servers.map(titleOfServer).join(", ")}]`)}`;
  const lines = [`${word} ${style.bold(placeOf(finding))} ${style.dim(`[${rule}]`)} ${message}${where}`];
  if (span !== undefined) lines.push(...renderFrame(source, span).split("\n").map(indent));
  if (hint !== undefined) lines.push(indent(`  ${style.dim("hint:")} ${hint}`));
  return lines.join("\n");
}

/** "cassandra 4.1" of "cassandra:4.1" */
export function titleOfServer(server: string): string {
  return server.replace(":", " ");
}

/** "V005:3:12", "V005" for a whole file; a down file of its own is "U005", or "005.down". */
function placeOf({ source, span, label }: Finding): string {
  const name = parseFileName(basename(source.name));
  const isFile = name.kind === "migration";
  const letter = isFile && name.style === "letter" ? (name.side === "up" ? "V" : "U") : "";
  const side = isFile && name.style === "suffix" && name.side === "down" ? ".down" : "";
  if (span === undefined) return `${letter}${label}${side}`;
  const { line, column } = positionOf(source, span.start);
  return `${letter}${label}${side}:${line}:${column}`;
}

function indent(line: string): string {
  return `   ${line}`;
}
