// The schema model of the sql family, over what the catalog tells. There is no simulator for SQL: what a statement would do,
// a database says, and here only what the statement is. Pure.
import { ToolError } from "../base/errors.ts";
import { classify } from "../sql/classify.ts";
import { asState } from "../sql/diff/as-state.ts";
import { diffSqlSchemas } from "../sql/diff/diff-schema.ts";
import { decodeSqlSchema, encodeSqlSchema } from "../sql/encode-schema.ts";
import { differingSqlObjects, fingerprintSqlSchema } from "../sql/fingerprint-schema.ts";
import { parseIdentifier, parseName } from "../sql/identifiers.ts";
import { lookInSchema } from "../sql/look/look.ts";
import { printSqlSchema } from "../sql/print/print-schema.ts";
import { emptySqlSchema, type SqlFamily, type SqlSchema } from "../sql/schema.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import type { Source } from "../text/source.ts";
import type { ModelFactory } from "./model-factory.ts";
import type {
  Comparison,
  KnownBuild,
  Look,
  SchemaChange,
  SchemaModel,
  SchemaObject,
  Sides,
  SyncPlan,
  Trial,
} from "./schema-model.ts";

export class SqlSchemaModel implements SchemaModel {
  readonly schema: SqlSchema;
  readonly scope: string;
  readonly warnings: readonly string[];
  /** A guard is a part of SQL's own language. */
  readonly knowsGuards: boolean = true;

  constructor(schema: SqlSchema, scope: string, warnings: readonly string[] = []) {
    this.schema = schema;
    this.scope = scope;
    this.warnings = warnings;
  }

  tryStatement(text: string): Trial {
    const { effect } = classify(text);
    const outcome = effect === "schema" ? "unknown" : "data";
    return { outcome, changes: [], refusal: undefined, guardrails: [], after: this, isOfScope: true };
  }

  look(text: string, namespace: string): Look {
    return lookInSchema(this.schema, text, { scope: this.scope, namespace });
  }

  adapt(text: string): string {
    return text;
  }

  builds(): readonly KnownBuild[] {
    return [];
  }

  holds(object: SchemaObject, namespace: string): boolean {
    const [name, schema = namespace] = (
      parseName(object.kind === "column" ? object.table : object.name) ?? []
    ).toReversed();
    if (name === undefined || schema !== this.scope) return false;
    const { tables, views } = this.schema;
    if (object.kind === "table") return tables.some((table) => table.name === name);
    if (object.kind === "index") {
      return [...tables, ...views].some(({ indexes }) => indexes.some((index) => index.name === name));
    }
    const column = parseIdentifier(object.name);
    return tables.some((table) => table.name === name && table.columns.some((each) => each.name === column));
  }

  baseOf(): undefined {
    return undefined;
  }

  /** @throws ToolError "usage" */
  compare(to: SchemaModel, sides?: Sides): Comparison {
    const { changes, statements } = diffSqlSchemas(this.schema, sqlModel(to).schema);
    return { changes: sides === undefined ? changes : changes.map((each) => asState(each, sides)), statements };
  }

  /** @throws ToolError "usage" */
  compareStates(to: SchemaModel, sides: Sides): readonly SchemaChange[] {
    return this.compare(to, sides).changes;
  }

  planSync(): SyncPlan {
    throw new ToolError("usage", "models are for CQL", { hint: "write a migration: tidemark new" });
  }

  print(): string {
    return printSqlSchema(this.schema);
  }

  unprintable(): readonly string[] {
    return this.schema.tables.flatMap(({ indexes }) =>
      indexes
        .filter(({ isValid }) => !isValid)
        .map(({ name }) => `index ${name} is invalid, and is printed as one that is not`),
    );
  }

  encode(): unknown {
    return encodeSqlSchema(this.schema);
  }

  fingerprints(): ReadonlyMap<string, string> {
    return fingerprintSqlSchema(this.schema);
  }

  differing(other: SchemaModel): readonly string[] {
    return differingSqlObjects(this.schema, sqlModel(other).schema);
  }

  /** Also the table beside it that holds lease and journal. */
  withoutTable(name: string): SqlSchemaModel {
    const isOwn = (table: string): boolean => table === name || table === `${name}_lock`;
    const tables = this.schema.tables.filter((table) => !isOwn(table.name));
    const sequences = this.schema.sequences.filter(({ ownedBy }) => ownedBy === undefined || !isOwn(ownedBy.table));
    return new SqlSchemaModel({ ...this.schema, tables, sequences }, this.scope, this.warnings);
  }

  withGuardrails(): this {
    return this;
  }
}

/** @throws ToolError "usage" */
function sqlModel(model: SchemaModel): SqlSchemaModel {
  if (model instanceof SqlSchemaModel) return model;
  throw new ToolError("usage", "schemas of two kinds of database do not compare");
}

/** Snapshots in JSON; one of statements needs a database that carries them out. */
export function sqlModelFactory(family: SqlFamily): ModelFactory {
  return {
    empty: (scope) => new SqlSchemaModel(emptySqlSchema(family), scope),
    parse: (source, scope) => ({ model: decodeSqlSnapshot(source, scope), problems: [], isWhole: true }),
  };
}

/** @throws DiagnosticsError "usage" */
function decodeSqlSnapshot(source: Source, scope: string): SqlSchemaModel {
  const decoded = decodeSqlSchema(source.text);
  if (decoded.kind === "decoded") return new SqlSchemaModel(decoded.schema, scope);
  throw new DiagnosticsError("usage", `\`${source.name}\` is no snapshot`, [{ message: decoded.message, source }]);
}
