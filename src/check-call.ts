// What calls of the library are given is checked before anything is opened: a misspelt `target` would apply everything. Pure.
import { ToolError } from "./base/errors.ts";
import { refuseUnknownOptions } from "./base/refuse-unknown-options.ts";
import type { GenerateCall } from "./generate-file.ts";
import { parseVersion } from "./migration/version.ts";
import type {
  ApplyOptions,
  AssertCompatibleCall,
  DiffCall,
  LintCall,
  MigrateCall,
  NewMigration,
  RollbackCall,
  RunOptions,
  SnapshotCall,
  SyncCall,
} from "./tidemark-calls.ts";
import type { VerifyCall } from "./verify-files.ts";

type CallName =
  | "migrate"
  | "preflight"
  | "plan"
  | "review"
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
  | "generate"
  | "verify";

type Keys<Call> = Readonly<Record<keyof Call, true>>;

const RUN: Keys<RunOptions> = { onEvent: true, signal: true };
const APPLY: Keys<ApplyOptions> = { ...RUN, waitForBuilds: true, preflight: true };
const TARGET: Keys<Pick<MigrateCall, "target">> = { target: true };
const MIGRATE: Keys<MigrateCall> = { ...APPLY, ...TARGET, dryRun: true, plan: true };
const ROLLBACK: Keys<RollbackCall> = { ...APPLY, ...TARGET, dryRun: true, steps: true, expectedPlan: true };
const SYNC: Keys<SyncCall> = { ...APPLY, dryRun: true, dropRemovedIndexes: true };
const COMPATIBLE: Keys<AssertCompatibleCall> = { ...RUN, min: true, max: true, wait: true };
const SNAPSHOT: Keys<SnapshotCall> = { from: true, at: true, server: true };
const DIFF: Keys<DiffCall> = { server: true, sides: true };
const SERVER: Keys<Pick<SnapshotCall, "server">> = { server: true };
const LINT: Keys<LintCall> = { ...SERVER, migrations: true, since: true, fix: true };
const NEW: Keys<NewMigration> = { description: true, format: true, up: true, down: true };
const GENERATE: Keys<GenerateCall> = {
  ...SERVER,
  ...{ models: true, renames: true, isRename: true, code: true, dryRun: true },
};

const VERIFY: Keys<VerifyCall> = { target: true, server: true, sandbox: true, onProgress: true, signal: true };

const KNOWN: Readonly<Record<CallName, Keys<Record<string, unknown>>>> = {
  migrate: MIGRATE,
  preflight: TARGET,
  plan: TARGET,
  review: TARGET,
  rollback: ROLLBACK,
  migrateTo: APPLY,
  assertCompatible: COMPATIBLE,
  repair: RUN,
  settle: RUN,
  baseline: RUN,
  sync: SYNC,
  snapshot: SNAPSHOT,
  diff: DIFF,
  lint: LINT,
  createMigration: NEW,
  generate: GENERATE,
  verify: VERIFY,
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
