// Refuses statements of a migration that take away or change what tidemark itself keeps in the database, as far as the names in them
// tell. Pure.
import type { Statement } from "../plan/statement.ts";
import { parseName } from "../sql/identifiers.ts";
import { hasWords, readNames, type TokenRun, tokenRun } from "../sql/token-run.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { firstWords } from "../text/first-words.ts";
import type { TableName } from "./dialect.ts";

/** Of each kind of statement the words in front of its names, and those that may follow them. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  "drop-table": ["DROP", "TABLE"],
  "drop-schema": ["DROP", "SCHEMA"],
  "alter-table": ["ALTER", "TABLE"],
  truncate: ["TRUNCATE"],
  insert: ["INSERT", "INTO"],
  update: ["UPDATE"],
  delete: ["DELETE", "FROM"],
};
const BETWEEN = [["TABLE"], ["IF", "EXISTS"], ["ONLY"]] as const;

/** @param history the table of the history; that of the lock stands beside it. @param scope where unqualified names go */
export function judgeOwnTables(
  statements: readonly Statement[],
  history: TableName,
  scope: string,
): readonly Diagnostic[] {
  const home = history.namespace ?? scope;
  const own = [history.name, `${history.name}_lock`];
  return statements.flatMap(({ text, facts, span }) => {
    const head = HEADS[facts.kind];
    const run = tokenRun(text);
    if (head === undefined || !hasWords(run, 0, ...head)) return [];
    const names = namesBehind(run, head.length);
    if (facts.kind === "drop-schema") {
      if (!/\bCASCADE\b/i.test(text) || !names.some(([name]) => name === home)) return [];
      const message = `\`${firstWords(text)}\` would take the history of the migrations away, which is in the schema ${home}`;
      return [
        {
          message,
          hint: "drop what is in it, object by object; or keep the history elsewhere: `history.schema`",
          span,
        },
      ];
    }
    const isOwn = names.some(([name = "", schema = scope]) => schema === home && own.includes(name));
    if (!isOwn) return [];
    const message = `tidemark's own tables are not for migrations: \`${firstWords(text)}\``;
    return [
      { message, hint: "remove the statement; tidemark repair and tidemark baseline set the history right", span },
    ];
  });
}

/** Of each name its parts, the last one first. */
function namesBehind(run: TokenRun, from: number): readonly (readonly string[])[] {
  let at = from;
  for (const words of BETWEEN) if (hasWords(run, at, ...words)) at += words.length;
  const written = readNames(run, at)?.name ?? "";
  return written.split(", ").map((name) => (parseName(name) ?? []).toReversed());
}
