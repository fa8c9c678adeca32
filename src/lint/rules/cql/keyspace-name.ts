// Names that say their keyspace, or names that do not: as the configuration wants them. Pure.
import type { Identifier, ObjectName } from "../../../cql/ast/name.ts";
import type { StatementNode } from "../../../cql/ast/statement.ts";
import { quoteIdentifier } from "../../../cql/identifiers.ts";
import { isSystemKeyspace } from "../../../cql/simulate/system-keyspaces.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Fix, type Problem, type Rule } from "../../rule.ts";
import { isWrittenByVariable } from "../../written-by-variable.ts";

export const keyspaceName: Rule = cqlRule({
  name: "keyspace-name",
  level: "off",
  options: {
    mode: {
      kind: "choice",
      choices: ["forbid", "require"],
      default: "forbid",
      summary: "whether names may not say their keyspace, or have to",
    },
    allowed: { kind: "names", default: [], summary: "keyspaces that names may say all the same" },
  },
  check: ({ statements }, { mode, allowed }) =>
    statements.flatMap((statement) =>
      namesIn(statement.node).flatMap((name) =>
        mode === "require" ? demand(statement, name) : forbid(statement, name, allowed),
      ),
    ),
});

function forbid(statement: CqlStatement, name: Name, allowed: readonly string[]): readonly Problem[] {
  const { keyspace } = name;
  const { side } = statement;
  if (keyspace === undefined || allowed.includes(keyspace.name)) return [];
  if (isSystemKeyspace(keyspace.name, side.capabilities) || isWrittenByVariable(side, keyspace)) return [];
  const message = `\`${writtenAt(statement, name)}\` says its keyspace, so that the file works in no other`;
  const hint = "leave the keyspace away, or write it as a variable: `${…}`";
  const edit = { span: side.locate({ start: keyspace.start, end: name.name.start }), text: "" };
  const fix: Fix = { title: "leave the keyspace away", edits: [edit] };
  return [problemAt(statement, keyspace, message, hint, isManaged(statement, keyspace.name) ? fix : undefined)];
}

function demand(statement: CqlStatement, { keyspace, name, isType }: Name): readonly Problem[] {
  // A column's type stands in the keyspace of its table.
  if (keyspace !== undefined || isType) return [];
  const { side, trial } = statement;
  const current = trial.before.schema.currentKeyspace;
  const message = `\`${writtenAt(statement, name)}\` does not say its keyspace`;
  if (side.keyspace === undefined || current !== side.keyspace) return [problemAt(statement, name, message)];
  const prefix = `${quoteIdentifier(current)}.`;
  const at = side.locate({ start: name.start, end: name.start });
  const fix = { title: "write the keyspace", edits: [{ span: at, text: prefix }] };
  return [problemAt(statement, name, message, `write \`${prefix}${writtenAt(statement, name)}\``, fix)];
}

/** Whether names that say nothing are taken to be of this keyspace. */
function isManaged({ side, trial }: CqlStatement, keyspace: string): boolean {
  return keyspace === side.keyspace && trial.before.schema.currentKeyspace === keyspace;
}

interface Name extends ObjectName {
  readonly isType: boolean;
}

/** The names of things that stand in keyspaces; of functions that are called nothing is said, as most are the server's own. */
function namesIn(node: StatementNode): readonly Name[] {
  const found: Name[] = [];
  const walk = (value: unknown, member: string): void => {
    if (typeof value !== "object" || value === null || member === "function" || member === "features") return;
    if (isName(value)) found.push({ ...value, isType: "kind" in value });
    for (const [key, each] of Object.entries(value)) walk(each, key);
  };
  walk(node, "");
  return found;
}

/** A user's type in a column has a kind beside what every name has. */
function isName(value: object): value is ObjectName {
  return "keyspace" in value && "name" in value && "start" in value && isIdentifier(value.name);
}

function isIdentifier(value: unknown): value is Identifier {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
