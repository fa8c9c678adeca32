// Turns one SQL statement that code sends into what has to be known before it is sent, as far as its words tell. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { classify } from "../sql/classify.ts";
import { parseName } from "../sql/identifiers.ts";
import { refuseUnnamed } from "../sql/refused-statement.ts";
import { splitSql } from "../sql/splitter.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokenRun, tokensFrom, wordAt } from "../sql/token-run.ts";
import type { StatementDescription, TableName } from "./dialect.ts";

/** What a function or a block of code does is not seen from here, but for the words in the block. */
export function describeSql(text: string): StatementDescription {
  const [statement, ...more] = splitSql({ name: "", text }).statements;
  if (statement === undefined) {
    return { facts: classify(text), count: 0, removes: undefined, reads: [], writes: [], extends: [] };
  }
  const { facts } = statement;
  const run = tokenRun(statement.text);
  const changes = changesOf(run, facts);
  return {
    facts,
    count: 1 + more.length,
    removes: removalOf(run, facts),
    reads: readsOf(run, facts),
    writes: changes.isExtension ? [] : changes.tables,
    extends: changes.isExtension ? changes.tables : [],
    refusal: refuseUnnamed(run),
  };
}

/** Rows that go with a condition are what an application does every day; whatever else takes data with it counts. */
function removalOf(run: TokenRun, { kind, object = "" }: StatementFacts): string | undefined {
  if (kind.startsWith("drop-") || kind === "truncate")
    return `${kind.replaceAll("-", " ").toUpperCase()} ${object}`.trim();
  switch (kind) {
    case "alter-table":
    case "alter-foreign-table":
    case "alter-type":
      return removalOfAlter(run, kind, object);
    case "delete":
    case "with":
    case "explain":
      return removalOfDelete(run);
    case "do": {
      const [words] = /\b(?:DROP\s+[A-Z]+|TRUNCATE)\b/i.exec(run.text) ?? [];
      return words === undefined ? undefined : `DO with ${words.toUpperCase().replace(/\s+/g, " ")}`;
    }
    default:
      return undefined;
  }
}

/** drop : "DROP" ( "COLUMN" | "ATTRIBUTE" )? ( "IF" "EXISTS" )? name — a constraint takes no data with it. */
function removalOfAlter(run: TokenRun, kind: string, object: string): string | undefined {
  const dropped: string[] = [];
  for (const { token, index, depth } of tokensFrom(run, 2)) {
    const isAction = depth === 0 && token.kind === "word" && hasWords(run, index, "DROP") && !isOfColumn(run, index);
    if (!isAction) continue;
    const next = index + (hasWords(run, index + 1, "COLUMN") || hasWords(run, index + 1, "ATTRIBUTE") ? 2 : 1);
    const name = readName(run, hasWords(run, next, "IF", "EXISTS") ? next + 2 : next);
    if (name !== undefined && !["CONSTRAINT", "REGION", "VALUE"].includes(wordAt(run, index + 1)))
      dropped.push(name.name);
  }
  const verb = kind.replaceAll("-", " ").toUpperCase();
  return dropped.length === 0 ? undefined : `${verb} ${object} DROP ${dropped.join(", ")}`;
}

/** Whether a DROP takes a property of a column, as in `ALTER COLUMN a DROP NOT NULL`. */
function isOfColumn(run: TokenRun, index: number): boolean {
  return hasWords(run, index - 2, "ALTER") || hasWords(run, index - 3, "ALTER", "COLUMN");
}

function removalOfDelete(run: TokenRun): string | undefined {
  let open: { readonly depth: number; readonly name: string } | undefined;
  for (const { token, index, depth } of tokensFrom(run, 0)) {
    if (open !== undefined && depth < open.depth) return `DELETE FROM ${open.name} without WHERE`;
    if (token.kind !== "word") continue;
    if (open !== undefined && depth === open.depth && hasWords(run, index, "WHERE")) open = undefined;
    if (hasWords(run, index, "DELETE", "FROM")) {
      const name = readName(run, index + (hasWords(run, index + 2, "ONLY") ? 3 : 2));
      open = { depth, name: name?.name ?? "" };
    }
  }
  return open === undefined ? undefined : `DELETE FROM ${open.name} without WHERE`;
}

/** Names behind FROM, JOIN and USING, and in their lists; those of queries in WITH are left out. */
function readsOf(run: TokenRun, { kind }: StatementFacts): readonly TableName[] {
  if (!READING_KINDS.has(kind)) return [];
  const own = new Set<string>();
  const names = new Map<string, TableName>();
  for (const { token, index } of tokensFrom(run, 0)) {
    if (token.kind !== "word") continue;
    const isQuery =
      hasWords(run, index + 1, "AS") &&
      (tokenAt(run, index + 2).kind === "(" ||
        hasWords(run, index + 2, "NOT", "MATERIALIZED") ||
        hasWords(run, index + 2, "MATERIALIZED"));
    if (isQuery) own.add(textAt(run, index));
    if (READ_WORDS.has(wordAt(run, index)) || isTableQuery(run, index))
      for (const name of listFrom(run, index + 1)) names.set(name, tableOf(name));
  }
  return [...names].filter(([name]) => !own.has(name)).map(([, table]) => table);
}

const READING_KINDS: ReadonlySet<string> = new Set(
  "select table with explain insert upsert update delete merge copy create-table-as create-materialized-view".split(
    " ",
  ),
);
const READ_WORDS: ReadonlySet<string> = new Set(["FROM", "JOIN", "USING"]);

/** `TABLE t`, which is `SELECT * FROM t`. */
function isTableQuery(run: TokenRun, index: number): boolean {
  return hasWords(run, index, "TABLE") && (index === 0 || tokenAt(run, index - 1).kind === "(");
}

/** list : "ONLY"? name alias? ( "," … )* — calls are no tables. */
function* listFrom(run: TokenRun, start: number): Generator<string> {
  for (let index = start; ; ) {
    const name = readName(run, hasWords(run, index, "ONLY") ? index + 1 : index);
    if (name === undefined) return;
    if (tokenAt(run, name.next).kind !== "(" && wordAt(run, index) !== "LATERAL") yield name.name;
    let { next } = name;
    if (hasWords(run, next, "AS")) next += 1;
    if (tokenAt(run, next).kind === "word" || tokenAt(run, next).kind === "quoted-name") next += 1;
    if (tokenAt(run, next).kind !== ",") return;
    index = next + 1;
  }
}

interface Changes {
  readonly tables: readonly TableName[];
  /** Only something is added to them. */
  readonly isExtension: boolean;
}

const CHANGED_KINDS =
  /^(?:insert|upsert|update|delete|merge|copy|truncate|(?:create|alter|drop)-(?:table|table-as|foreign-table|view|materialized-view)|refresh-materialized-view|detach-partition-concurrently)$/;

function changesOf(run: TokenRun, { kind, effect, object }: StatementFacts): Changes {
  const tables = new Map<string, TableName>();
  if (object !== undefined && effect !== "none" && CHANGED_KINDS.test(kind)) {
    for (const name of namesIn(object)) tables.set(name, tableOf(name));
  }
  if (kind === "with" || kind === "explain") for (const name of writesIn(run)) tables.set(name, tableOf(name));
  return { tables: [...tables.values()], isExtension: kind === "alter-table" && onlyAdds(run) };
}

function* namesIn(object: string): Generator<string> {
  const run = tokenRun(object);
  for (let index = 0; ; ) {
    const name = readName(run, index);
    if (name === undefined) return;
    yield name.name;
    index = name.next + 1;
  }
}

/** Names behind INSERT INTO, UPDATE, DELETE FROM and MERGE INTO, where each begins a statement. */
function* writesIn(run: TokenRun): Generator<string> {
  for (const { index } of tokensFrom(run, 1)) {
    const isWrite =
      hasWords(run, index, "INSERT", "INTO") ||
      hasWords(run, index, "DELETE", "FROM") ||
      hasWords(run, index, "MERGE", "INTO");
    const isUpdate = hasWords(run, index, "UPDATE") && !["FOR", "DO", "ON"].includes(wordAt(run, index - 1));
    const next = index + (isWrite ? 2 : 1);
    const name = isWrite || isUpdate ? readName(run, hasWords(run, next, "ONLY") ? next + 1 : next) : undefined;
    if (name !== undefined) yield name.name;
  }
}

/** Whether every action of an ALTER TABLE is an ADD. */
function onlyAdds(run: TokenRun): boolean {
  let isFirst = true;
  for (const { token, index, depth } of tokensFrom(run, 2)) {
    if (depth !== 0) continue;
    if (isFirst && hasWords(run, index, "ADD")) isFirst = false;
    else if (!isFirst && token.kind === "," && !hasWords(run, index + 1, "ADD")) return false;
  }
  return !isFirst;
}

/** As they are stored; of `database.schema.name` the last two. */
function tableOf(written: string): TableName {
  const parts = parseName(written) ?? [written];
  return { namespace: parts.at(-2), name: parts.at(-1) ?? "" };
}
