// Turns the comments of a file that silence lint into data, with those that are mistaken. Nothing of them stops a run. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Comment } from "./comments.ts";
import { isDownMarker } from "./markers.ts";
import type { Directives, LintIgnore } from "./migration.ts";

export type Ignores = Pick<Directives, "lintIgnores" | "statementIgnores" | "mistakenIgnores">;

const WORD = /^@lint-ignore(?![\w-])\s*(.*)$/i;

export function isLintIgnore({ words }: Comment): boolean {
  return WORD.test(words);
}

/** Each is a `--` comment on a line of its own: above the first statement for the whole file, elsewhere for the statement under it. */
export function readLintIgnores(source: Source, comments: readonly Comment[]): Ignores {
  const lintIgnores: LintIgnore[] = [];
  const statementIgnores: LintIgnore[] = [];
  const mistakenIgnores: Diagnostic[] = [];
  let isHead = true;
  for (const comment of comments) {
    if (isDownMarker(comment)) isHead = false;
    const [, value] = WORD.exec(comment.words) ?? [];
    if (value === undefined) continue;
    const place = { source, span: comment.span };
    const [, rule = "", reason = ""] = /^([a-z][a-z0-9-]*)\s*:\s*(\S.*)$/i.exec(value) ?? [];
    const mistake = mistakeOf(comment, value, rule);
    if (mistake !== undefined) mistakenIgnores.push({ ...mistake, ...place });
    else {
      const isForFile = isHead && comment.tokensBefore === 0;
      (isForFile ? lintIgnores : statementIgnores).push({ rule: rule.toLowerCase(), reason, ...place });
    }
  }
  return {
    lintIgnores,
    ...(statementIgnores.length > 0 && { statementIgnores }),
    ...(mistakenIgnores.length > 0 && { mistakenIgnores }),
  };
}

/** What the directives of a migration are with those of its down file. */
export function withIgnores(directives: Directives, ignores: Ignores): Directives {
  const statementIgnores = [...(directives.statementIgnores ?? []), ...(ignores.statementIgnores ?? [])];
  const mistakenIgnores = [...(directives.mistakenIgnores ?? []), ...(ignores.mistakenIgnores ?? [])];
  return {
    ...directives,
    lintIgnores: [...directives.lintIgnores, ...ignores.lintIgnores],
    ...(statementIgnores.length > 0 && { statementIgnores }),
    ...(mistakenIgnores.length > 0 && { mistakenIgnores }),
  };
}

/** @param rule "" where the value is not understood */
function mistakeOf({ opener, isOwnLine }: Comment, value: string, rule: string): Diagnostic | undefined {
  const example = `\`-- @lint-ignore ${rule === "" ? "<rule>" : rule}: <reason>\``;
  if (opener !== "--") {
    return { message: "`@lint-ignore` does not count in this kind of comment", hint: `write ${example}` };
  }
  if (!isOwnLine) {
    return {
      message: "`@lint-ignore` does not count behind something else on its line",
      hint: "put it on a line of its own, above the statement that it is for",
    };
  }
  if (rule !== "") return undefined;
  const [, named] = /^([a-z][a-z0-9-]*)\s*:?$/i.exec(value) ?? [];
  if (named !== undefined) {
    return {
      message: `\`@lint-ignore ${named}\` gives no reason, and silences nothing without one`,
      hint: `say why: \`-- @lint-ignore ${named}: <reason>\``,
    };
  }
  const found = value === "" ? "nothing follows it" : `found \`${value}\``;
  return { message: `\`@lint-ignore\` is not understood: ${found}`, hint: `write it like ${example}` };
}
