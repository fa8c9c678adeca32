// What `diff` compares, as it is written: `live`, `files@12`, `models`, `keyspace:audit`, a path. Pure.
import { ToolError } from "../base/errors.ts";

export type Operand =
  | { readonly kind: "live" }
  /** What the modules of the configuration declare. */
  | { readonly kind: "models" }
  /** Up to and including a version; all files without one. */
  | { readonly kind: "files"; readonly at: string | undefined }
  | { readonly kind: "profile" | "keyspace" | "schema"; readonly name: string }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "snapshot"; readonly path: string };

/** @throws ToolError "usage" */
export function parseOperand(text: string): Operand {
  if (text === "live") return { kind: "live" };
  if (text === "files") return { kind: "files", at: undefined };
  if (text === "models") return { kind: "models" };
  const [, word, name] = /^(files@|profile:|keyspace:|schema:)(.*)$/s.exec(text) ?? [];
  if (word !== undefined) {
    if (name === undefined || name === "") {
      throw new ToolError("usage", `\`${text}\` lacks a name`, { hint: OPERANDS_HINT });
    }
    if (word === "files@") return { kind: "files", at: name };
    return { kind: word === "profile:" ? "profile" : word === "schema:" ? "schema" : "keyspace", name };
  }
  if (/^(?:[a-z]+:\/\/|pglite:)/i.test(text)) return { kind: "url", url: text };
  if (text === "") throw new ToolError("usage", "one side of the comparison is empty", { hint: OPERANDS_HINT });
  return { kind: "snapshot", path: text };
}

/** The operand in words, for a heading; never shows a URL, which may hold a password. */
export function describeOperand(operand: Operand): string {
  switch (operand.kind) {
    case "live":
    case "models":
      return operand.kind;
    case "files":
      return operand.at === undefined ? "files" : `files@${operand.at}`;
    case "profile":
    case "keyspace":
    case "schema":
      return `${operand.kind}:${operand.name}`;
    case "url":
      return "the target of the URL";
    case "snapshot":
      return operand.path;
  }
}

/** Those that stand alone. */
export const OPERAND_WORDS: readonly string[] = ["live", "files", "models"];

export const OPERANDS_HINT =
  "compare `live`, `files`, `files@VERSION`, `models`, `profile:NAME`, `keyspace:NAME` or `schema:NAME`, a URL, or a snapshot file";
