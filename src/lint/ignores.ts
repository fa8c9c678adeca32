// What the directives of a migration silence, and what is wrong with them. Pure.
import { suggest } from "../base/suggest.ts";
import type { LintIgnore, Migration } from "../migration/migration.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import type { Finding, Levels } from "./finding.ts";
import type { CheckedMigration, Found } from "./lint.ts";
import type { Fix, Problem } from "./rule.ts";
import { RULES } from "./rules/rules.ts";

/** A statement, and where it stands in its file. */
export interface StatementPlace {
  readonly statement: object;
  readonly source: Source;
  readonly span: Span;
}

/** What a directive for one statement is for. */
export type Aim = StatementPlace | "within a statement" | "nothing";

export interface Used {
  /** Those that have silenced something. */
  readonly ignores: ReadonlySet<LintIgnore>;
  readonly aims: ReadonlyMap<LintIgnore, Aim>;
  /** Of all that was found, silenced or not. */
  readonly rules: ReadonlySet<string>;
}

interface Silenced {
  readonly shown: readonly Found[];
  readonly used: Used;
}

const NOTHING_USED: Used = { ignores: new Set(), aims: new Map(), rules: new Set() };

/** Leaves out what the files allow. */
export function silence({ migration, found, places = [] }: CheckedMigration): Silenced {
  const { lintIgnores, statementIgnores = [], allowDestructive } = migration.directives;
  const isAllowed = ({ rule }: Found): boolean => rule.isDestructive === true && allowDestructive;
  if (lintIgnores.length === 0 && statementIgnores.length === 0) {
    return { shown: allowDestructive ? found.filter((each) => !isAllowed(each)) : found, used: NOTHING_USED };
  }
  const aims = new Map(statementIgnores.map((ignore) => [ignore, aimOf(ignore, migration, places)]));
  const ignores = new Set<LintIgnore>();
  const shown = found.filter((each) => {
    const silencing = [
      ...lintIgnores.filter((ignore) => isOfFile(ignore, each, migration)),
      ...statementIgnores.filter((ignore) => ignore.rule === each.rule.name && isAt(each.problem, aims.get(ignore))),
    ];
    for (const ignore of silencing) ignores.add(ignore);
    return silencing.length === 0 && !isAllowed(each);
  });
  return { shown, used: { ignores, aims, rules: new Set(found.map(({ rule }) => rule.name)) } };
}

/** The up file speaks for both, a down file for itself. */
function isOfFile({ rule, source }: LintIgnore, { rule: { name }, problem }: Found, { up }: Migration): boolean {
  return rule === name && (source === up.source || source === problem.source);
}

function isAt({ statement, source, span }: Problem, aim: Aim | undefined): boolean {
  if (typeof aim !== "object") return false;
  if (statement !== undefined) return statement === aim.statement;
  return source === aim.source && span !== undefined && span.start >= aim.span.start && span.end <= aim.span.end;
}

/** The statement under a directive, on the same side. */
function aimOf({ source, span }: LintIgnore, { up, down }: Migration, places: readonly StatementPlace[]): Aim {
  const side = [up, down].find(
    (each) => each?.source === source && each.span.start <= span.start && span.end <= each.span.end,
  );
  const here = places.filter((place) => place.source === source);
  if (here.some((place) => place.span.start < span.start && span.end < place.span.end)) return "within a statement";
  const next = here.find((place) => place.span.start >= span.end);
  return next === undefined || side === undefined || next.span.start >= side.span.end ? "nothing" : next;
}

export interface IgnoreOptions {
  readonly levels: Levels;
  /** The rules that were run, by name. */
  readonly ran: ReadonlyMap<string, unknown>;
  readonly family: "cql" | "sql";
}

/**
 * A directive that names no rule, gives no reason, or silences nothing.
 * @param used one for each server that the migration was linted for
 */
export function checkIgnores(
  { version, label, directives }: Migration,
  used: readonly Used[],
  { levels, ran, family }: IgnoreOptions,
): readonly Finding[] {
  const { lintIgnores, statementIgnores = [], mistakenIgnores = [] } = directives;
  const common = { rule: "lint-ignore", version, label } as const;
  const mistaken = mistakenIgnores.flatMap((each): readonly Finding[] =>
    each.source === undefined ? [] : [{ ...common, ...each, source: each.source, severity: "error" }],
  );
  const others = [...lintIgnores, ...statementIgnores].flatMap((ignore): readonly Finding[] => {
    const { source, span } = ignore;
    const rule = RULES.find(({ name }) => name === ignore.rule);
    if (rule === undefined) return [{ ...common, source, span, severity: "error", ...unknownRule(ignore) }];
    const aim = used.flatMap(({ aims }) => aims.get(ignore) ?? [])[0];
    if (aim === "within a statement") {
      const message = "`@lint-ignore` does not count within a statement";
      return [{ ...common, source, span, severity: "error", message, hint: "put it above the statement" }];
    }
    // Of a rule that is off, or of another product, nobody knows what it would have found.
    const isRunElsewhere = !ran.has(rule.name) && familyOf(rule) === family;
    const isUnknown = (levels[rule.name] ?? rule.level) === "off" || isRunElsewhere || used.length === 0;
    if (isUnknown || used.some(({ ignores }) => ignores.has(ignore))) return [];
    const where =
      aim === undefined
        ? " here"
        : aim === "nothing"
          ? ": there is no statement under it"
          : " in the statement under it";
    const message = `\`@lint-ignore ${rule.name}\` silences nothing${where}`;
    const warning = { ...common, source, span, severity: "warn", message } as const;
    // Whoever wrote it may mean what is found elsewhere in the file: it is not ours to take away.
    if (aim !== undefined && used.some(({ rules }) => rules.has(rule.name))) {
      return [{ ...warning, hint: "above the first statement it is for the whole file" }];
    }
    return [{ ...warning, hint: "take the line away", fix: takingAway(source, span) }];
  });
  return [...mistaken, ...others];
}

function familyOf({ language }: (typeof RULES)[number]): "cql" | "sql" | "every" {
  return language === "cql" || language === "every" ? language : "sql";
}

/** The whole line, with its end. */
function takingAway({ text }: Source, { start, end }: Span): Fix {
  const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  const [lineEnd = ""] = /^[^\S\r\n]*(?:\r\n|\n|\r)?/.exec(text.slice(end)) ?? [];
  return {
    title: "take the line away",
    edits: [{ span: { start: start === 0 ? 0 : lineStart, end: end + lineEnd.length }, text: "" }],
  };
}

function unknownRule({ rule }: LintIgnore): Pick<Finding, "message" | "hint"> {
  const names = RULES.map(({ name }) => name);
  const near = suggest(rule, names);
  const hint = near === undefined ? "the rules: tidemark lint --rules" : `did you mean \`${near}\`?`;
  return { message: `there is no lint rule \`${rule}\``, hint };
}
