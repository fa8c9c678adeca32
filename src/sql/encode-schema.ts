// A schema as a versioned document of plain data, and back. Pure.
import { checkSqlDocument } from "./check-document.ts";
import type { SqlSchema } from "./schema.ts";

const FORMAT = 1;
const KIND = "sql-schema";

export type DecodedSchema =
  | { readonly kind: "decoded"; readonly schema: SqlSchema }
  | { readonly kind: "not-decoded"; readonly message: string };

export function encodeSqlSchema(schema: SqlSchema): unknown {
  return { kind: KIND, format: FORMAT, ...schema };
}

export function decodeSqlSchema(text: string): DecodedSchema {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return refused(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(document)) return refused("a snapshot is an object");
  // What `--json` prints has it one level down.
  const found = isRecord(document.schema) ? document.schema : document;
  const { kind, format, ...schema } = found;
  if (kind !== KIND) return refused(`it is no snapshot of a SQL schema: its "kind" is not "${KIND}"`);
  if (format !== FORMAT) return refused(`its "format" is ${String(format)}, and this tidemark reads ${FORMAT}`);
  const problem = checkSqlDocument(schema);
  if (problem !== undefined) return refused(problem);
  return { kind: "decoded", schema: schema as unknown as SqlSchema };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(message: string): DecodedSchema {
  return { kind: "not-decoded", message };
}
