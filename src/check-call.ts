// What calls of the library are given is checked before anything is opened: a misspelt `target` would apply everything. Pure.
import { ToolError } from "./base/errors.ts";
import { refuseUnknownOptions } from "./base/refuse-unknown-options.ts";
import type { GenerateCall } from "./generate-file.ts";
import { parseVersion } from "./migration/version.ts";
import type {
  ApplyOptions,
  AssertCompatibleCall,
  LintCall,
  MigrateCall,
  NewMigration,
  RollbackCall,
  RunOptions,
  SnapshotCall,
  SyncCall,
} from "./tidemark-calls.ts";

type CallName =
  | "migrate"
  | "preflight"
  | "plan"
  | "rollback"
  | "migrateTo"
  | "assertCompatible"
  | "repair"
  | "settle"
  | "baseline"
  | "sync"
  | "snapshot"
  | "diff"
  | "lint"
  | "createMigration"
  | "generate";

type Keys<Call> = Readonly<Record<keyof Call, true>>;

const RUN: Keys<RunOptions> = { onEvent: true, signal: true };
const APPLY: Keys<ApplyOptions> = { ...RUN, waitForBuilds: true, preflight: true };
const TARGET: Keys<Pick<MigrateCall, "target">> = { target: true };
const MIGRATE: Keys<MigrateCall> = { ...APPLY, ...TARGET, dryRun: true };
const ROLLBACK: Keys<RollbackCall> = { ...MIGRATE, steps: true, expectedPlan: true };
const SYNC: Keys<SyncCall> = { ...APPLY, dryRun: true, dropRemovedIndexes: true };
const COMPATIBLE: Keys<AssertCompatibleCall> = { ...RUN, min: true, max: true, wait: true };
const SNAPSHOT: Keys<SnapshotCall> = { from: true, at: true, server: true };
const LINT: Keys<LintCall> = { server: true };
const NEW: Keys<NewMigration> = { description: true, format: true, up: true, down: true };
const GENERATE: Keys<GenerateCall> = {
  ...LINT,
  ...{ models: true, renames: true, isRename: true, code: true, dryRun: true },
};

const KNOWN: Readonly<Record<CallName, Keys<Record<string, unknown>>>> = {
  migrate: MIGRATE,
  preflight: TARGET,
  plan: TARGET,
  rollback: ROLLBACK,
  migrateTo: APPLY,
  assertCompatible: COMPATIBLE,
  repair: RUN,
  settle: RUN,
  baseline: RUN,
  sync: SYNC,
  snapshot: SNAPSHOT,
  diff: LINT,
  lint: LINT,
  createMigration: NEW,
  generate: GENERATE,
};

/** @throws ToolError "usage" for options that the call does not have */
export function checkCall(name: CallName, call: unknown): void {
  refuseUnknownOptions(name, call, Object.keys(KNOWN[name]));
}

/** @returns the version, canonical @throws ToolError "usage" for what is none */
export function readVersion(version: unknown): string {
  const canonical = parseVersion(String(version).replace(/^V/i, ""));
  if (canonical !== undefined) return canonical;
  throw new ToolError("usage", `\`${String(version)}\` is no version`, {
    hint: "digits, with dots or underscores between: `9`, `1.2`, `20260203_001`",
  });
}
