// Turns what the files produce and what the models declare into a new migration: CQL where statements do, else code. Pure.
import type { Capabilities } from "../capabilities.ts";
import { blockedChanges } from "../diff/blocked-changes.ts";
import type { Change } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import type { Schema } from "../schema/schema.ts";
import { withoutHiddenColumns } from "../schema/to-nodes/declared-parts.ts";
import { planSide } from "./plan-side.ts";
import { type Rename, renameKey, reverseRenames } from "./rename.ts";
import type { DownSide, SidePlan, Sides, WrittenFile } from "./side-plan.ts";
import { writeCode } from "./write-code.ts";
import { writeCql } from "./write-cql.ts";

export interface GenerateOptions {
  readonly capabilities: Capabilities;
  /** The keyspace; other ones are not looked at. */
  readonly scope: string;
  /** What the migration does, in the words of its name. */
  readonly description: string;
  /** Those that somebody has said yes to. */
  readonly renames: readonly Rename[];
  /** "code" also where CQL would do. */
  readonly format: "shortest" | "code";
}

export type GeneratedMigration =
  /** The two are the same. */
  | { readonly kind: "nothing" }
  /** No migration leads there; each reason a sentence without a full stop. */
  | { readonly kind: "impossible"; readonly reasons: readonly string[] }
  | GeneratedFile;

export interface GeneratedFile extends WrittenFile {
  /** What is thrown away on the way up; each a sentence without a full stop. */
  readonly losses: readonly string[];
}

export function generateMigration(from: Schema, to: Schema, options: GenerateOptions): GeneratedMigration {
  const up = planSide(from, to, options);
  if (up.problems.length > 0) return { kind: "impossible", reasons: [...new Set(up.problems)] };
  if (up.parts.length === 0) return { kind: "nothing" };
  const down = planDown(from, up, options);
  const sides: Sides = { description: options.description, up, down };
  const losses = lossesOf(up);
  const isCode = options.format === "code" || up.parts.some(({ kind }) => kind !== "statements");
  return { ...(isCode ? writeCode(sides) : writeCql(sides)), losses };
}

function lossesOf({ parts }: SidePlan): readonly string[] {
  const statements = parts.flatMap((part) => (part.kind === "statements" ? part.statements : []));
  return statements.flatMap(({ isDestructive, remarks }) => (isDestructive ? remarks : []));
}

/**
 * The way back from what the server has then. Where rows need no copy on the way there, they get none on the way back:
 * what statements cannot undo is not undone at all, rather than half.
 */
function planDown(from: Schema, up: SidePlan, { capabilities, scope, renames }: GenerateOptions): DownSide {
  const forth = diff(from, up.after, { capabilities });
  const remarks = whatComesBackEmpty(forth, renames);
  const plan = planSide(up.after, from, { capabilities, scope, renames: reverseRenames(renames), remarks });
  const [problem] = plan.problems;
  if (problem !== undefined) return { kind: "none", reason: problem };
  const needsCopies = plan.parts.some(({ kind }) => kind !== "statements");
  if (!needsCopies || up.copied.length > 0 || up.parts.some(({ kind }) => kind !== "statements"))
    return { kind: "plan", plan };
  const [blocked] = blockedChanges(diff(up.after, from, { capabilities }), { capabilities });
  return { kind: "none", reason: (blocked?.reason ?? "rows would have to be copied").replaceAll(`\`${scope}.`, "`") };
}

/** By `remarkKey` of the statements that bring it back. */
function whatComesBackEmpty(forth: readonly Change[], renames: readonly Rename[]): ReadonlyMap<string, string> {
  const isRenamed = new Set(renames.map((rename) => renameKey(rename, "from")));
  const remarks = new Map<string, string>();
  const columns = new Map<string, Set<string>>();
  for (const change of forth) {
    const { kind, name } = change;
    if (kind === "drop-table" && !isRenamed.has(renameKey({ kind: "table", from: name, to: "" }, "from"))) {
      remarks.set(`create-table ${name}`, `table \`${name}\` comes back empty`);
    }
    for (const { table, column } of droppedColumns(change)) {
      if (isRenamed.has(renameKey({ kind: "column", table, from: column, to: "" }, "from"))) continue;
      remarks.set(`add-column ${table}.${column}`, `column \`${column}\` of table \`${table}\` comes back empty`);
      columns.set(table, (columns.get(table) ?? new Set()).add(column));
    }
  }
  for (const [table, names] of columns) {
    const list = [...names].map((name) => `\`${name}\``).join(", ");
    remarks.set(`create-table ${table}`, `column ${list} comes back empty`);
  }
  return remarks;
}

/** Of a table that is made anew also those of its old version. */
function droppedColumns(change: Change): readonly { readonly table: string; readonly column: string }[] {
  if (change.kind === "drop-column") return [{ table: change.table, column: change.name }];
  if (change.kind !== "rebuild-table") return [];
  const names = [...withoutHiddenColumns(change.was).columns.keys()].filter((name) => !change.is.columns.has(name));
  return names.map((column) => ({ table: change.name, column }));
}
