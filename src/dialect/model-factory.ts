// Makes schema models without a database: empty ones, and those of snapshot files. The cql family loads its parser and
// simulator here, when a command asks for them: the others start faster without.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { type Dialect, isCqlDialect } from "./dialect.ts";
import type { SchemaModel } from "./schema-model.ts";

export interface ModelFactory {
  /** A scope with nothing in it, whose own options nobody knows. */
  empty(scope: string): SchemaModel;
  /**
   * What a snapshot file holds, CQL or JSON; of SQL only JSON: statements of it take a database to be carried out.
   * @throws DiagnosticsError "usage" for one that cannot be read
   */
  parse(source: Source, scope: string): ParsedSnapshot;
}

export interface ParsedSnapshot {
  readonly model: SchemaModel;
  /** Statements that the server would refuse, or that are not understood: they are left out of the model. */
  readonly problems: readonly Diagnostic[];
  /** Whether none was refused. */
  readonly isWhole: boolean;
}

export interface FactoryOptions {
  /** "cassandra:4.1", or "4.1" of the dialect's own product. */
  readonly server?: string | undefined;
  /** The rules of this model's server hold, unless `server` says otherwise. */
  readonly like?: SchemaModel | undefined;
}

/** @throws ToolError "usage" for a server that is none */
export async function modelFactory(dialect: Dialect, options: FactoryOptions = {}): Promise<ModelFactory> {
  const { name } = dialect;
  if (!isCqlDialect(name)) {
    const { sqlModelFactory } = await import("./sql-schema-model.ts");
    return sqlModelFactory(name);
  }
  const { cqlModelFactory } = await import("./cql-schema-model.ts");
  return cqlModelFactory(name, options);
}
