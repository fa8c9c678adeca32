// Ties migrations in code to what they need: their modules, the driver, and the runtime. Modules and driver are loaded when there
// is code.
import { codeRuntime } from "./engine/code/code-runtime.ts";
import type { CodeTools } from "./engine/code/code-tools.ts";

/** @param directory of the migrations */
export function codeTools(directory: string): CodeTools {
  return {
    async load(migrations) {
      const { loadAllCode } = await import("./load-code.ts");
      return loadAllCode(migrations, directory);
    },
    async valueTypes() {
      const { valueTypes } = await import("./adapters/cassandra/value-types.ts");
      return valueTypes();
    },
    ...codeRuntime(),
  };
}
