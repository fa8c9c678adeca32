// The library: what `import … from "tidemark"` gives.
/// <reference types="node" preserve="true" />
export { BugError, type ErrorCode, ToolError } from "./base/errors.ts";
export type { ModuleFile } from "./base/module-file.ts";
export type { DiffReport } from "./compare-sources.ts";
export type { Config } from "./config/config.ts";
export { ConfigError } from "./config/config-error.ts";
export type { ConfigFile } from "./config/config-file.ts";
export type { ConfigInputs } from "./config/config-inputs.ts";
export { Database, type DatabaseOptions } from "./database.ts";
export type { Comparison, SchemaChange, SchemaModel, Sides, Trial } from "./dialect/schema-model.ts";
export type { CompatibleSchema } from "./engine/compatibility.ts";
export { type Disagreement, HistoryError } from "./engine/disagreement.ts";
export type { EmitEvent, EngineEvent } from "./engine/event.ts";
export type { ExecutedMigration } from "./engine/execute-plan.ts";
export type { ReviewedMigration, ReviewedPlan, ReviewedStep } from "./engine/plan-document.ts";
export type { MigrationReview, StepReview, Undo } from "./engine/plan-review.ts";
export type { AbsentNode, BuildUnderWay, Check, LeaseHeld, LeaseHolder } from "./engine/ports.ts";
export type { PredictedGuardrail, Prediction } from "./engine/predict-plan.ts";
export type { PreflightReport } from "./engine/preflight.ts";
export type { Settled, Verdict } from "./engine/repair.ts";
export type { HistoryReplay, Replay, UnknownMigration } from "./engine/replay.ts";
export type { MigrationState, MigrationStatus, Status } from "./engine/status.ts";
export { StepError } from "./engine/step-error.ts";
export { LockError } from "./engine/with-lease.ts";
export type { GenerateCall, GenerateReport, RenameCandidate } from "./generate-file.ts";
export type { Finding, Level, Levels, Severity } from "./lint/finding.ts";
export type { LintReport } from "./lint-files.ts";
export type { FixedFile } from "./lint-fix.ts";
export {
  type CodeMigration,
  defineMigration,
  type ExecuteResult,
  type MigrationContext,
  type Parameters,
  type QueryOptions,
  type QueryResult,
  type ResultRow,
} from "./migration/code-migration.ts";
export type { CodeModule } from "./migration/code-module.ts";
export type { HistoryEvent, HistoryKind } from "./migration/history.ts";
export type { Directives, Migration, MigrationFormat, Side } from "./migration/migration.ts";
export { type Direction, hashPlan, type InDoubt, type Plan, type PlannedMigration, type Step } from "./plan/plan.ts";
export type { OnRetry, StatementEffect } from "./plan/statement.ts";
export type { StepClass, StepCost } from "./plan/step-cost.ts";
export { printModels } from "./print-models.ts";
export type { PlanReview } from "./review-plan.ts";
export type { SelectOptions, SqlOrder, SqlRow, SqlSession, SqlTransactionOptions } from "./sql/session.ts";
export type { SyncReport } from "./sync-models.ts";
export type { Diagnostic } from "./text/diagnostic.ts";
export type { Source } from "./text/source.ts";
export type { Span } from "./text/span.ts";
export { Tidemark } from "./tidemark.ts";
export type {
  ApplyOptions,
  AssertCompatibleCall,
  DiffCall,
  DriftReport,
  InitReport,
  LintCall,
  MigrateCall,
  MigrateReport,
  NewMigration,
  RollbackCall,
  RollbackReport,
  RunOptions,
  SnapshotCall,
  SyncCall,
} from "./tidemark-calls.ts";
export type { TidemarkOptions, TlsFiles } from "./tidemark-options.ts";
export type { VerifiedMigration, VerifyFault, VerifyProgress, VerifyStage } from "./verify/verify-report.ts";
export type { VerifyCall, VerifyReport } from "./verify-files.ts";
