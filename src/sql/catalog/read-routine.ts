// Turns a row of the catalog into a function, procedure or aggregate, as the statement that makes it. Pure.
import { type ObjectKey, routineKey, type SqlRoutine } from "../schema.ts";
import { type CatalogRow, isTrue, optionalText, textOf } from "./catalog-rows.ts";

export function readRoutine(row: CatalogRow, needsOf: (key: ObjectKey) => readonly ObjectKey[]): SqlRoutine {
  const name = textOf(row, "name");
  const args = textOf(row, "arguments");
  const kind = textOf(row, "kind");
  return {
    name,
    comment: optionalText(row, "comment"),
    kind: kind === "a" ? "aggregate" : kind === "p" ? "procedure" : "function",
    arguments: args,
    definition: kind === "a" ? writeAggregate(row) : unqualify(row),
    language: textOf(row, "language"),
    needs: needsOf(routineKey({ name, arguments: args })),
  };
}

/** The database qualifies the name in the definition, whatever the search path. */
function unqualify(row: CatalogRow): string {
  const text = textOf(row, "definition").trim();
  const [, head, rest] = /^(CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) )(.*)$/s.exec(text) ?? [];
  const open = rest?.indexOf("(") ?? -1;
  if (head === undefined || rest === undefined || open < 0) return text;
  // The name may hold a parenthesis itself; CockroachDB puts the database before it.
  const qualified = textOf(row, "qualified");
  const after = rest.startsWith(qualified) ? rest.slice(qualified.length) : rest.slice(open);
  return `${head.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace("CREATE PROCEDURE", "CREATE OR REPLACE PROCEDURE")}${textOf(row, "written")}${after}`;
}

const PARALLEL: Readonly<Record<string, string>> = { s: "SAFE", r: "RESTRICTED" };

function writeAggregate(row: CatalogRow): string {
  const initial = optionalText(row, "initial");
  const parallel = PARALLEL[textOf(row, "parallel")];
  const parts: readonly (readonly [string, string | undefined])[] = [
    ["SFUNC", textOf(row, "transition")],
    ["STYPE", textOf(row, "state")],
    ["FINALFUNC", optionalText(row, "final")],
    ["COMBINEFUNC", optionalText(row, "combine")],
    ["INITCOND", initial === undefined ? undefined : `'${initial.replaceAll("'", "''")}'`],
    ["SORTOP", optionalText(row, "sort_operator")],
    ["PARALLEL", parallel],
  ];
  const written = parts.flatMap(([word, value]) => (value === undefined ? [] : [`${word} = ${value}`]));
  const flags = [
    ...(isTrue(row, "has_final_extra") ? ["FINALFUNC_EXTRA"] : []),
    ...(textOf(row, "aggregate_kind") === "h" ? ["HYPOTHETICAL"] : []),
  ];
  const args = textOf(row, "written_arguments") || "*";
  return `CREATE AGGREGATE ${textOf(row, "written")}(${args}) (${[...written, ...flags].join(", ")})`;
}
