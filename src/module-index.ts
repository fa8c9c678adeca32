// What `import … from "tidemark"` gives to users' modules that tidemark runs, but for the class `Tidemark`: values only.
export { BugError, ToolError } from "./base/errors.ts";
export { ConfigError } from "./config/config-error.ts";
export { Database } from "./database.ts";
export { HistoryError } from "./engine/disagreement.ts";
export { StepError } from "./engine/step-error.ts";
export { LockError } from "./engine/with-lease.ts";
export { defineMigration } from "./migration/code-migration.ts";
export { hashPlan } from "./plan/plan.ts";
export { printModels } from "./print-models.ts";
