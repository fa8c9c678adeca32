// Which statements reach beyond the keyspace that is made for the moment, so that they are refused before any is sent.
import type { Dialect, TableName } from "../dialect/dialect.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import { type SplitOptions, splitSide } from "../engine/split-side.ts";
import type { Migration, Side } from "../migration/migration.ts";
import type { Statement } from "../plan/statement.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/**
 * Code is not looked at, for it does not run there.
 * @param start the empty schema of the keyspace
 */
export async function findOutside(
  migrations: readonly Migration[],
  start: SchemaModel,
  options: SplitOptions & { readonly scope: string },
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const side of migrations.flatMap(sidesOf)) {
    for (const statement of splitSide(side, options).statements) {
      const { text, span } = statement;
      const reason = await reasonAgainst(statement, start, options);
      if (reason !== undefined) found.push({ ...outside(text, reason), source: side.source, span });
    }
  }
  return found;
}

function sidesOf({ format, up, down }: Migration): readonly Side[] {
  if (format === "code") return [];
  return down === undefined ? [up] : [up, down];
}

type Options = Parameters<typeof findOutside>[2];

async function reasonAgainst(statement: Statement, start: SchemaModel, options: Options): Promise<string | undefined> {
  const { text, facts } = statement;
  const { dialect, scope } = options;
  if (facts.effect === "access") return "is of the whole server: roles and permissions";
  if (facts.kind === "opaque") return "is not understood, and might be of the whole server";
  const isOutside = leaves(statement, options) || (await namesAnother(text, start, dialect, scope));
  return isOutside ? "names another keyspace than the one that is made for the moment" : undefined;
}

function leaves(statement: Statement, { dialect, scope }: Options): boolean {
  return (dialect.namespaceAfter(statement) ?? scope) !== scope;
}

async function namesAnother(text: string, start: SchemaModel, dialect: Dialect, scope: string): Promise<boolean> {
  const { reads, writes, extends: extended } = await dialect.describe(text);
  const isElsewhere = ({ namespace = scope }: TableName): boolean => namespace !== scope;
  return [...reads, ...writes, ...extended].some(isElsewhere) || !start.tryStatement(text, scope).isOfScope;
}

function outside(text: string, reason: string): Pick<Diagnostic, "message" | "hint"> {
  return {
    message: `\`${text.trim().split(/\s+/, 3).join(" ")} …\` ${reason}`,
    hint: "leave it out, or try them on a server of their own: tidemark verify --sandbox",
  };
}
