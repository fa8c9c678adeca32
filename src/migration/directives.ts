// Turns the comments at the head of a file into directives. Pure.
import { parseDuration } from "../base/duration.ts";
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Comment } from "./comments.ts";
import { isLintIgnore, readLintIgnores } from "./lint-ignores.ts";
import type { Directives } from "./migration.ts";

export interface DirectivesResult {
  readonly directives: Directives;
  readonly diagnostics: readonly Diagnostic[];
}

interface DirectiveForm {
  readonly example: string;
  /** What a value means; undefined when it is wrong. */
  readonly read: (value: string) => Partial<Directives> | undefined;
}

type DirectiveName = "allow-destructive" | "no-transaction" | "timeout" | "env";

const FORMS: Readonly<Record<DirectiveName, DirectiveForm>> = {
  "allow-destructive": {
    example: "-- @allow-destructive",
    read: (value) => (value === "" ? { allowDestructive: true } : undefined),
  },
  "no-transaction": {
    example: "-- @no-transaction",
    read: (value) => (value === "" ? { transaction: false } : undefined),
  },
  timeout: { example: "-- @timeout 10m", read: readTimeout },
  env: { example: "-- @env dev, staging", read: readEnvironments },
};

const NAMES = Object.keys(FORMS) as readonly DirectiveName[];

/**
 * Directives stand above the first statement, each a `--` comment on a line of its own. Of a file that is all down side
 * only the timeout counts, and what speaks to lint: the up file speaks for everything else.
 */
export function parseDirectives(source: Source, comments: readonly Comment[], file: "up" | "down"): DirectivesResult {
  let directives: Directives = {
    ...{ allowDestructive: false, transaction: true },
    ...readLintIgnores(source, comments),
  };
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<DirectiveName>();
  let isHead = true;
  for (const comment of comments) {
    const [, word = "", value = ""] = /^@([a-z][\w-]*)\s*(.*)$/i.exec(comment.words) ?? [];
    const written = word.toLowerCase();
    if (written === "" || written === "up" || isLintIgnore(comment)) continue;
    if (written === "down" || written === "undo") {
      isHead = false;
      continue;
    }
    const place = { source, span: comment.span };
    const stands = isHead && comment.tokensBefore === 0 && comment.isOwnLine;
    const name = NAMES.find((known) => known === written);
    if (name === undefined) {
      // Elsewhere than at the head a comment may begin with any word.
      if (stands) diagnostics.push({ ...unknownDirective(word), ...place });
      continue;
    }
    const problem = problemOf(name, comment, stands, file) ?? (seen.has(name) ? givenTwice(name) : undefined);
    const read = problem === undefined ? FORMS[name].read(value) : undefined;
    if (read === undefined) diagnostics.push({ ...(problem ?? misunderstood(name, value)), ...place });
    else directives = { ...directives, ...read };
    seen.add(name);
  }
  return { directives, diagnostics };
}

function problemOf(
  name: DirectiveName,
  comment: Comment,
  stands: boolean,
  file: "up" | "down",
): Diagnostic | undefined {
  if (!stands) {
    return {
      message: `\`@${name}\` does not count here`,
      hint: "directives stand on lines of their own above the first statement of the file",
    };
  }
  if (comment.opener !== "--") {
    return { message: `\`@${name}\` does not count in this kind of comment`, hint: `write \`${FORMS[name].example}\`` };
  }
  if (file === "down" && name !== "timeout") {
    return { message: `\`@${name}\` does not count in a down file`, hint: "write it at the head of the up file" };
  }
  return undefined;
}

function unknownDirective(written: string): Diagnostic {
  const names = [...NAMES, "lint-ignore"];
  const near = suggest(written, names);
  const all = names.map((name) => `\`@${name}\``).join(", ");
  return {
    message: `\`@${written}\` is no directive`,
    hint: near === undefined ? `the directives are ${all}` : `did you mean \`@${near}\`?`,
  };
}

function givenTwice(name: DirectiveName): Diagnostic {
  return { message: `\`@${name}\` is given twice`, hint: "keep one of them" };
}

function misunderstood(name: DirectiveName, value: string): Diagnostic {
  const found = value === "" ? "nothing follows it" : `found \`${value}\``;
  const range = name === "timeout" ? ", from 100ms to 1d" : "";
  const hint = `write it like \`${FORMS[name].example}\`${range}`;
  return { message: `\`@${name}\` is not understood: ${found}`, hint };
}

/** Above some 24 days a timer of Node's would end at once. */
const TIMEOUT_MAX_MS = 24 * 60 * 60 * 1_000;
const TIMEOUT_MIN_MS = 100;

function readTimeout(value: string): Partial<Directives> | undefined {
  const timeoutMs = parseDuration(value);
  const isInRange = timeoutMs !== undefined && timeoutMs >= TIMEOUT_MIN_MS && timeoutMs <= TIMEOUT_MAX_MS;
  return isInRange ? { timeoutMs } : undefined;
}

/** Names between commas or blanks. */
function readEnvironments(value: string): Partial<Directives> | undefined {
  const environments = value.split(/[\s,]+/).filter((name) => name !== "");
  return environments.length > 0 && environments.every((name) => /^[\w.-]+$/.test(name)) ? { environments } : undefined;
}
