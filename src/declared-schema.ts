// Turns models into the schema model that they declare, beside another one. The files in which models stand are read for
// messages alone.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { ToolError } from "./base/errors.ts";
import { renameKeyspace } from "./cql/diff/rename-keyspace.ts";
import { CqlSchemaModel } from "./dialect/cql-schema-model.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import { declareModels } from "./model/declare-models.ts";
import type { Model, Place } from "./model/model.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import { lineStarts, positionOf, type Source, spanOfLine } from "./text/source.ts";

export interface DeclareOnOptions {
  /** The keyspace that the models are of. */
  readonly scope: string;
  /** The other side of a comparison: its server's rules hold, and what models say nothing of is taken over from it. */
  readonly beside: SchemaModel;
  /** Name of tidemark's own table; undefined where it is in another keyspace. */
  readonly historyTable: string | undefined;
}

export interface Declared {
  readonly model: SchemaModel;
  /** What the server would refuse, each with the place of its model; it is not in the schema. */
  readonly problems: readonly Diagnostic[];
}

/** @throws ToolError "usage" beside a database that has no tables of this kind */
export function declareOn(models: readonly Model[], { scope, beside, historyTable }: DeclareOnOptions): Declared {
  if (!(beside instanceof CqlSchemaModel)) throw new ToolError("usage", "models are for databases that speak CQL");
  const { capabilities } = beside;
  const other = renameKeyspace(beside.schema, beside.scope, scope);
  const { schema, diagnostics } = declareModels(models, {
    scope,
    capabilities,
    beside: other,
    historyTable,
    showPlace,
  });
  return { model: beside.withSchema(schema, scope), problems: withTexts(diagnostics) };
}

/** With the lines that they are about. */
function withTexts(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sources = new Map<string, Source | undefined>();
  return diagnostics.map((diagnostic) => {
    const { source, span } = diagnostic;
    if (source === undefined || span === undefined) return diagnostic;
    const file = source.name;
    if (!sources.has(file)) sources.set(file, readSource(file));
    const read = sources.get(file);
    const { line } = positionOf(source, span.start);
    if (read === undefined || lineStarts(read)[line - 1] === undefined) return diagnostic;
    // The column is that of the text as it was transformed.
    return { ...diagnostic, source: read, span: spanOfLine(read, line) };
  });
}

/** Without the column, which is that of the text as it was transformed. */
function showPlace({ file, line }: Place): string {
  return `${showFile(file)}:${line}`;
}

function showFile(file: string): string {
  const shown = relative(process.cwd(), file);
  return shown.startsWith("..") ? file : shown;
}

function readSource(file: string): Source | undefined {
  const name = showFile(file);
  try {
    return { name, text: readFileSync(file, "utf8") };
  } catch {
    return undefined;
  }
}
