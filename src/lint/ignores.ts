// What the directives at the head of a migration silence, and what is wrong with them. Pure.
import { suggest } from "../base/suggest.ts";
import type { Directives, LintIgnore, Migration } from "../migration/migration.ts";
import type { Finding, Levels } from "./finding.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules/index.ts";

export function isIgnored(rule: Rule, { lintIgnores, allowDestructive }: Directives): boolean {
  return (rule.isDestructive && allowDestructive) || lintIgnores.some((ignore) => ignore.rule === rule.name);
}

/**
 * A directive that names no rule, or silences nothing.
 * @param found the rules that found something in the migration, silenced or not
 */
export function checkIgnores(
  { version, label, directives }: Migration,
  found: ReadonlySet<string>,
  levels: Levels,
): readonly Finding[] {
  const names = RULES.map(({ name }) => name);
  return directives.lintIgnores.flatMap((ignore): readonly Finding[] => {
    const { rule, source, span } = ignore;
    const place = { rule: "lint-ignore", version, label, source, span };
    if (!names.includes(rule)) return [{ ...place, severity: "error", ...unknownRule(ignore, names) }];
    // Whether a rule that is off would have found something is not known.
    if (found.has(rule) || levels[rule] === "off") return [];
    const message = `\`@lint-ignore ${rule}\` silences nothing here`;
    return [{ ...place, severity: "warn", message, hint: "take the line away" }];
  });
}

function unknownRule({ rule }: LintIgnore, names: readonly string[]): Pick<Finding, "message" | "hint"> {
  const near = suggest(rule, names);
  const hint = near === undefined ? `the rules are ${names.join(", ")}` : `did you mean \`${near}\`?`;
  return { message: `there is no lint rule \`${rule}\``, hint };
}
