// Turns a schema into TypeScript that declares it.
import { ToolError } from "./base/errors.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import type { WrittenModels } from "./model/write-models.ts";

/**
 * A module that imports from `tidemark/models` and exports a constant for each type, table and view of the schema.
 * @returns also what models cannot say, which stands in the text as comments
 */
export async function printModels(model: SchemaModel): Promise<WrittenModels> {
  const [{ CqlSchemaModel }, { writeModels }] = await Promise.all([
    import("./dialect/cql-schema-model.ts"),
    import("./model/write-models.ts"),
  ]);
  if (model instanceof CqlSchemaModel) return writeModels(model.schema, model.scope);
  throw new ToolError("usage", "models are of tables of CQL only");
}
