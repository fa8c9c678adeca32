// Ties migrations in code to what they need: their modules, the driver, and the runtime. Modules and driver are loaded when there
// is code.
import { codeRuntime } from "./engine/code/code-runtime.ts";
import type { CodeTools } from "./engine/code/code-tools.ts";
import type { ModuleFamily } from "./migration/judge-code-module.ts";

/**
 * @param directory of the migrations
 * @param family of the database, when it is known: keys that are of the other one are refused
 */
export function codeTools(directory: string, family?: ModuleFamily): CodeTools {
  return {
    async load(migrations) {
      const { loadAllCode } = await import("./load-code.ts");
      return loadAllCode(migrations, directory, family);
    },
    async valueTypes() {
      const { valueTypes } = await import("./adapters/cassandra/value-types.ts");
      return valueTypes();
    },
    ...codeRuntime(),
  };
}
