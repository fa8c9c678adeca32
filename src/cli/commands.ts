// The commands, in the order in which help lists them.
import type { CliCommand } from "./command.ts";
import { baselineCommand } from "./commands/baseline.ts";
import { completionCommand } from "./commands/completion.ts";
import { diffCommand } from "./commands/diff.ts";
import { driftCommand } from "./commands/drift.ts";
import { generateCommand } from "./commands/generate.ts";
import { historyCommand } from "./commands/history.ts";
import { initCommand } from "./commands/init.ts";
import { lintCommand } from "./commands/lint.ts";
import { lockBreakCommand } from "./commands/lock-break.ts";
import { lockStatusCommand } from "./commands/lock-status.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { newCommand } from "./commands/new.ts";
import { pendingCommand } from "./commands/pending.ts";
import { planCommand } from "./commands/plan.ts";
import { preflightCommand } from "./commands/preflight.ts";
import { profilesCommand } from "./commands/profiles.ts";
import { repairCommand } from "./commands/repair.ts";
import { rollbackCommand } from "./commands/rollback.ts";
import {
  sandboxRunCommand,
  sandboxStartCommand,
  sandboxStatusCommand,
  sandboxStopCommand,
} from "./commands/sandbox.ts";
import { snapshotCommand } from "./commands/snapshot.ts";
import { statusCommand } from "./commands/status.ts";
import { syncCommand } from "./commands/sync.ts";
import { validateCommand } from "./commands/validate.ts";
import { verifyCommand } from "./commands/verify.ts";

export const COMMANDS: readonly CliCommand[] = [
  initCommand,
  newCommand,
  generateCommand,
  migrateCommand,
  rollbackCommand,
  statusCommand,
  historyCommand,
  pendingCommand,
  planCommand,
  preflightCommand,
  validateCommand,
  repairCommand,
  baselineCommand,
  lintCommand,
  verifyCommand,
  lockStatusCommand,
  lockBreakCommand,
  snapshotCommand,
  diffCommand,
  driftCommand,
  syncCommand,
  profilesCommand,
  sandboxStartCommand,
  sandboxStopCommand,
  sandboxStatusCommand,
  sandboxRunCommand,
  completionCommand,
];
