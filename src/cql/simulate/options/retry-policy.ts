// Reads when a coordinator asks another replica, as `speculative_retry` and `additional_write_policy` say it. Pure.
// Source: service/reads/*SpeculativeRetryPolicy.java of Cassandra 4.0–5.0, schema/SpeculativeRetryParam.java of 3.11.
import { type Capabilities, since } from "../../capabilities.ts";
import { parseFloat64, printFloat64 } from "./java-number.ts";

const INT_MAX = 2_147_483_647;
const BOTH = /^(min|max)\(([0-9.]+[a-z]+)\s*,\s*([0-9.]+[a-z]+)\)$/i;

/** The policy as the server writes it: `99p`, `50ms`, `MIN(99p,50ms)`, `ALWAYS`; undefined for what it refuses. */
export function parseRetryPolicy(text: string, capabilities: Capabilities): string | undefined {
  return since(capabilities, "4.0") ? parsePolicy(text) : parseOldPolicy(text);
}

export function defaultRetryPolicy(capabilities: Capabilities): string {
  return since(capabilities, "4.0") ? "99p" : "99PERCENTILE";
}

function parsePolicy(text: string): string | undefined {
  const word = text.toUpperCase();
  if (word === "ALWAYS") return word;
  if (word === "NEVER" || word === "NONE") return "NEVER";
  const both = BOTH.exec(text);
  if (both === null) return parsePercentile(text) ?? parseFixed(text);
  const [, choice = "", first = "", second = ""] = both;
  const percentile = parsePercentile(first) ?? parsePercentile(second);
  const fixed = parseFixed(first) ?? parseFixed(second);
  if (percentile === undefined || fixed === undefined) return undefined;
  return `${choice.toUpperCase()}(${percentile},${fixed})`;
}

function parsePercentile(text: string): string | undefined {
  const [, digits] = /^([0-9.]+)p(?:ercentile)?$/i.exec(text) ?? [];
  const value = digits === undefined ? undefined : parseFloat64(digits);
  return value === undefined || value <= 0 || value >= 100 ? undefined : `${rounded(value, 4)}p`;
}

function parseFixed(text: string): string | undefined {
  const [, digits] = /^([0-9.]+)ms$/i.exec(text) ?? [];
  const value = digits === undefined ? undefined : parseFloat64(digits);
  return value === undefined ? undefined : `${Math.min(Math.trunc(value), INT_MAX)}ms`;
}

function parseOldPolicy(text: string): string | undefined {
  const word = text.toUpperCase();
  if (word === "ALWAYS" || word === "NONE") return word;
  if (word.endsWith("MS")) {
    const value = parseFloat64(text.slice(0, -"ms".length));
    return value === undefined ? undefined : `${printFloat64(value)}ms`;
  }
  if (!word.endsWith("PERCENTILE")) return undefined;
  const value = parseFloat64(text.slice(0, -"PERCENTILE".length)) ?? -1;
  return value >= 0 && value <= 100 ? `${rounded(value, 5)}PERCENTILE` : undefined;
}

/** With so many places behind the point at most. */
function rounded(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}
