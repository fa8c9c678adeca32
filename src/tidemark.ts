// The library: one object over one target. Every command of the CLI is a call of it.
import { setMaxListeners } from "node:events";
import { mkdir } from "node:fs/promises";
import { relative } from "node:path";
import { messageOf, ToolError } from "./base/errors.ts";
import { codeTools } from "./code-tools.ts";
import { compareSources, type DiffReport } from "./compare-sources.ts";
import type { Config } from "./config/config.ts";
import type { ConfigInputs } from "./config/config-inputs.ts";
import { requireTarget } from "./config/require-target.ts";
import { settleConfig } from "./config/settle-config.ts";
import type { Dialect } from "./dialect/dialect.ts";
import { modelFactory } from "./dialect/model-factory.ts";
import { baseline } from "./engine/baseline.ts";
import { checkStatements } from "./engine/check-statements.ts";
import { loadCode } from "./engine/code/code-tools.ts";
import { awaitCompatible, type CompatibleSchema, settleRequirement } from "./engine/compatibility.ts";
import type { Disagreement } from "./engine/disagreement.ts";
import { type MigrateOptions, migrate, previewMigrate } from "./engine/migrate.ts";
import { nodeRuntime } from "./engine/node-runtime.ts";
import { type Operand, parseOperand } from "./engine/operand.ts";
import { type PlanOptions, throwOnMistakes } from "./engine/plan-migrate.ts";
import type { RollbackExtent } from "./engine/plan-rollback.ts";
import type { LeaseHeld, Target } from "./engine/ports.ts";
import { type Prediction, predictPlan, previewTools } from "./engine/predict-plan.ts";
import { type PreflightReport, preflight } from "./engine/preflight.ts";
import { repair, type Settled, settle, type Verdict } from "./engine/repair.ts";
import { type Replay, replayHistory } from "./engine/replay.ts";
import { previewRollback, rollback } from "./engine/rollback.ts";
import { computeStatus, findUnfinished, readDisagreements, readHistory, type Status } from "./engine/status.ts";
import type { EngineContext } from "./engine/with-lease.ts";
import type { GenerateCall, GenerateReport } from "./generate-file.ts";
import type { LintReport } from "./lint-files.ts";
import { createMigrationFiles } from "./migration/create-files.ts";
import type { HistoryEvent } from "./migration/history.ts";
import type { Migration } from "./migration/migration.ts";
import { readMigrations } from "./migration/read-directory.ts";
import { compareVersions, parseVersion } from "./migration/version.ts";
import type { Model } from "./model/model.ts";
import { requireModels } from "./model/require-models.ts";
import { chooseDialect, openTarget } from "./open-target.ts";
import type { Plan } from "./plan/plan.ts";
import { provideOwnModules } from "./provide-own-modules.ts";
import { refuseSync } from "./refuse-sync.ts";
import { readSource, type SchemaAccess } from "./schema-sources.ts";
import type { SyncReport } from "./sync-models.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import type {
  ApplyOptions,
  AssertCompatibleCall,
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
import { type TidemarkOptions, toConfigInputs } from "./tidemark-options.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/**
 * One managed target. Errors are `ToolError`s with a stable `code`.
 *
 * ```ts
 * const tidemark = await Tidemark.open("tidemark.yaml");
 * try {
 *   const { applied } = await tidemark.migrate();
 * } finally {
 *   await tidemark.close();
 * }
 * ```
 */
export class Tidemark {
  readonly config: Config;
  readonly #inputs: ConfigInputs;
  #target: Promise<Target> | undefined;

  private constructor(config: Config, inputs: ConfigInputs) {
    this.config = config;
    this.#inputs = inputs;
  }

  /**
   * Opens a target and connects to it.
   * @param source path of a configuration file, options, or nothing: the file in the working directory
   * @throws ConfigError with every mistake, ToolError "connection-failed"
   */
  static async open(source?: string | TidemarkOptions): Promise<Tidemark> {
    const tidemark = await Tidemark.prepare(toConfigInputs(source));
    await tidemark.target();
    return tidemark;
  }

  /**
   * Like `open`, from the parts that a configuration is settled from, and without connecting: the first call that needs
   * the database does.
   */
  static async prepare(inputs: ConfigInputs): Promise<Tidemark> {
    // A configuration in TypeScript may import them.
    provideOwnModules(Tidemark);
    return new Tidemark(await settleConfig(inputs), inputs);
  }

  /** Creates the keyspace (with the configured replication), the history and the migrations directory, where missing. */
  async init(): Promise<InitReport> {
    const { directory } = this.config.migrations;
    const target = await this.target();
    await makeDirectory(directory, this.#shown(directory));
    const created = await target.initialize({ createScope: true });
    return { ...created, keyspace: target.scope, directory: this.#shown(directory) };
  }

  /**
   * Applies what is pending. Safe to call from many processes at once: one applies, the others wait and find nothing to do.
   * @throws HistoryError, LockError, StepError, ToolError
   */
  async migrate(call: MigrateCall = {}): Promise<MigrateReport> {
    const { migrations, context, options } = await this.#begin(call);
    const migrateOptions: MigrateOptions = { ...options, migrations, target: call.target };
    if (call.dryRun === true) {
      const { plan, ...facts } = await previewMigrate(context, migrateOptions);
      return { ...facts, applied: [], executed: [], plan };
    }
    const result = await migrate(context, migrateOptions);
    const versions = new Set(result.executed.map(({ migration }) => migration.version));
    return { ...result, applied: migrations.filter(({ version }) => versions.has(version)), plan: undefined };
  }

  /**
   * Looks before leaping, and changes nothing: nodes, releases, agreement, permissions, features that are switched off,
   * replication, other runners, and what the server would say to each pending statement.
   * @throws ToolError "connection-failed", "usage", "migration-files-invalid"; what is found is in the report
   */
  async preflight(call: Pick<MigrateCall, "target"> = {}): Promise<PreflightReport> {
    const { migrations, context, options } = await this.#begin({});
    const { guardrails } = this.config;
    return preflight(context, { ...options, migrations, target: call.target, guardrails });
  }

  /** What `migrate` would do, as data. */
  async plan(call: Pick<MigrateCall, "target"> = {}): Promise<Plan> {
    const { migrations, context, options } = await this.#begin({});
    return (await previewMigrate(context, { ...options, migrations, target: call.target })).plan;
  }

  /**
   * Undoes what was applied last, with the texts that the history kept.
   * @throws HistoryError, LockError, StepError, ToolError "usage", "no-down-side": nothing is undone then
   */
  async rollback(call: RollbackCall = {}): Promise<RollbackReport> {
    const { migrations, context, options } = await this.#begin(call);
    const extent: RollbackExtent =
      call.target === undefined ? { kind: "steps", steps: call.steps ?? 1 } : { kind: "target", target: call.target };
    const rollbackOptions = { ...options, migrations, extent, expectedPlan: call.expectedPlan };
    if (call.dryRun === true) {
      const { plan } = await previewRollback(context, rollbackOptions);
      return { rolledBack: [], executed: [], plan, current: undefined, currentLabel: undefined };
    }
    const result = await rollback(context, rollbackOptions);
    return { ...result, rolledBack: result.executed.map(({ migration }) => migration.version), plan: undefined };
  }

  /** Migrates up or rolls back until `target` is the highest applied version. */
  async migrateTo(target: string, call: ApplyOptions = {}): Promise<MigrateReport | RollbackReport> {
    const version = parseVersion(target.replace(/^V/i, ""));
    const current = await this.currentVersion();
    const isBack = version !== undefined && current !== undefined && compareVersions(version, current) < 0;
    return isBack ? this.rollback({ ...call, target }) : this.migrate({ ...call, target });
  }

  async status(): Promise<Status> {
    return (await this.#look()).status;
  }

  /** Migrations that `migrate` would apply, in order. */
  async pending(): Promise<readonly Migration[]> {
    const { migrations, status } = await this.#look();
    const pending = new Set(status.pendingVersions);
    return migrations.filter(({ version }) => pending.has(version));
  }

  /**
   * Whether a program can use the schema as it is, said by the versions that it knows: `min` must be applied (that a
   * higher one is does not suffice), and nothing above `max` may be. A version of which a part is carried out is not yet
   * there for `min`, and there for `max`. Without a history nothing is applied.
   *
   * With `wait` it looks again, every two seconds at most and by a plain read, until the schema fits; a database that does
   * not answer yet is waited for as well. A schema that is too new fails at once. SELECT on the history table is enough.
   * @returns what is applied
   * @throws ToolError "schema-incompatible", "usage", "interrupted", "connection-failed"
   */
  async assertCompatible({ onEvent, signal, ...requirement }: AssertCompatibleCall): Promise<CompatibleSchema> {
    const { range, waitMs } = settleRequirement(requirement);
    const context = {
      runtime: nodeRuntime(TOOL_VERSION),
      emit: onEvent ?? ((): void => undefined),
      signal: signal ?? new AbortController().signal,
      scope: this.config.keyspace?.name ?? "",
      read: async () => (await this.target()).store.glimpse(),
    };
    return awaitCompatible(context, range, waitMs);
  }

  /** The log, oldest first. */
  async history(): Promise<readonly HistoryEvent[]> {
    return readHistory((await this.target()).store);
  }

  /**
   * Everything that stands between history and files; empty when all is well.
   * @throws DiagnosticsError "migration-files-invalid" when a file, applied or not, does not split into statements
   */
  async validate(): Promise<readonly Disagreement[]> {
    const { migrations, context, options } = await this.#begin({});
    throwOnMistakes(checkStatements(migrations, options));
    await loadCode(migrations, context.code, () => true);
    return readDisagreements(context.target.store, migrations, options);
  }

  /** Accepts edited, renamed and deleted files into the history; returns what was accepted. */
  async repair(call: RunOptions = {}): Promise<readonly Disagreement[]> {
    const { migrations, context, options } = await this.#begin(call);
    return repair(context, { ...options, migrations });
  }

  /** Settles a migration that stopped half way, by a person's word. */
  async settle(verdict: Verdict, call: RunOptions = {}): Promise<Settled> {
    const { migrations, context, options } = await this.#begin(call);
    return settle(context, { ...options, migrations }, verdict);
  }

  /** Takes everything up to `target` as applied without running it; returns what was marked. */
  async baseline(target: string, call: RunOptions = {}): Promise<readonly Migration[]> {
    const { migrations, context } = await this.#begin(call);
    return baseline(context, { migrations, target, profile: this.config.profile });
  }

  /**
   * Brings the live schema to what models declare: makes what is missing, sets options that differ, and takes nothing away.
   * What no model names is left alone; in tables and types that models name, it is reported as drift. Safe to call from many
   * processes at once: one does it, the others wait and find nothing to do.
   * @param models those of the configuration by default
   * @throws ToolError "usage" where the configuration forbids it, and for what are no models; DiagnosticsError "model-invalid", "sync-refused" with
   * everything that cannot be done in place: nothing is sent then; HistoryError, LockError, StepError, ToolError
   */
  async sync(models?: readonly Model[], call: SyncCall = {}): Promise<SyncReport> {
    requireTarget(this.config);
    refuseSync(this.config);
    if (models !== undefined) requireModels(models);
    const opening = this.target().then((target) => this.#contextOf(target, call));
    opening.catch(() => undefined);
    const loading = models === undefined ? this.#schemaAccess().loadModels() : Promise.resolve(models);
    const { dryRun = false, dropRemovedIndexes = false } = call;
    loading.catch(() => undefined);
    const { syncModels } = await import("./sync-models.ts");
    const options = { isDryRun: dryRun, dropsIndexes: dropRemovedIndexes, historyTable: this.#historyTable() };
    return syncModels(opening, loading, options);
  }

  /** What each step of a plan would change, and which the server would refuse; asks for the live schema, changes nothing. */
  async predict(plan: Plan): Promise<readonly Prediction[]> {
    const model = await (await this.target()).readSchema();
    const { migrations, context } = await this.#begin({});
    const planned = new Set(plan.migrations.map(({ version }) => version));
    const modules = await loadCode(migrations, context.code, ({ version }) => planned.has(version));
    return predictPlan(plan, model.withGuardrails(this.config.guardrails), previewTools(context, modules));
  }

  /**
   * A schema as data: `print()` gives the statements that make it, `encode()` plain JSON.
   * @returns also the statements of files that the server would refuse, or that are not understood: they are left out
   */
  async snapshot({ from = "live", at, server }: SnapshotCall = {}): Promise<Replay> {
    const operand: Operand = from === "files" ? { kind: "files", at } : { kind: from };
    return readSource(operand, this.#schemaAccess(), { server });
  }

  /**
   * What would turn one schema into another: each is `live`, `files`, `files@VERSION`, `models`, `profile:NAME`,
   * `keyspace:NAME`, a URL, or the path of a snapshot.
   */
  async diff(from: string, to: string, { server }: Pick<SnapshotCall, "server"> = {}): Promise<DiffReport> {
    return compareSources(parseOperand(from), parseOperand(to), this.#schemaAccess(), { server });
  }

  /**
   * What is dangerous in the migration files, and what the server would refuse; asks no server and needs no target.
   * @throws ToolError "usage" for a server that is none, "migration-files-invalid" for files that are no migrations
   */
  async lint({ server }: LintCall = {}): Promise<LintReport> {
    const { lintFiles } = await import("./lint-files.ts");
    const read = await this.loadMigrations();
    const migrations = await this.#spellOut(read, server);
    return lintFiles(migrations, this.config, { server, product: this.dialect().name, read });
  }

  /** What the live schema is that the applied migrations did not make, and the other way round; reads only. */
  async drift(): Promise<DriftReport> {
    requireTarget(this.config);
    const reading = this.target().then((target) => Promise.all([target.readSchema(), target.store.read()]));
    reading.catch(() => undefined);
    const migrations = await this.loadMigrations();
    const [live, snapshot] = await reading;
    const { dialect, scope } = await this.target();
    const empty = (await modelFactory(dialect, { like: live })).empty(scope);
    const { variables } = this.config.migrations;
    const {
      model,
      doubts = [],
      ...replayed
    } = await replayHistory(snapshot, migrations, empty, {
      dialect,
      scope,
      variables,
      code: codeTools(this.config.migrations.directory),
    });
    const sides = { from: "in the history", to: "live" };
    const comparison = model.compare(live, sides);
    const warnings = comparison.changes.length === 0 ? live.warnings : [...live.warnings, ...doubts];
    return { ...comparison, ...replayed, warnings };
  }

  /** The highest applied version, canonical; undefined before the first. */
  async currentVersion(): Promise<string | undefined> {
    const store = (await this.target()).store;
    return computeStatus(await store.read(), [], this.#compareOptions()).current;
  }

  /** Whether a version is applied, in any spelling. */
  async isApplied(version: string): Promise<boolean> {
    const canonical = parseVersion(version.replace(/^V/i, ""));
    return canonical !== undefined && (await this.applied()).includes(canonical);
  }

  /** The applied versions, in order. */
  async applied(): Promise<readonly string[]> {
    const status = computeStatus(await (await this.target()).store.read(), [], this.#compareOptions());
    return status.migrations.map(({ version }) => version);
  }

  /** Who holds the lease now. */
  async lease(): Promise<LeaseHeld | undefined> {
    const snapshot = await (await this.target()).store.read();
    return snapshot?.lease;
  }

  /**
   * Takes the lease away from whoever holds it, if it is still the one of this epoch; nothing happens when nobody holds one.
   * @throws ToolError "usage" when somebody has taken it since
   */
  async breakLease(epoch: number): Promise<void> {
    const { store } = await this.target();
    const lease = (await store.read())?.lease;
    if (lease === undefined) return;
    if (lease.epoch !== epoch) {
      throw new ToolError("usage", `the lock has epoch ${lease.epoch}, not ${epoch}: it is another one`, {
        hint: "look again: tidemark lock status",
      });
    }
    // Each acquisition has an owner of its own: that of a later one stays.
    await store.release(lease.owner);
  }

  /**
   * The migrations of the directory, in order.
   * @throws ToolError "migration-files-invalid" with every mistake of the directory
   */
  async loadMigrations(): Promise<readonly Migration[]> {
    const { migrations, diagnostics } = await readMigrations(this.#shown(this.config.migrations.directory));
    // One report of everything: what can be read is looked at, though nothing of it will run.
    if (diagnostics.length > 0) throwOnMistakes([...diagnostics, ...this.#checkStatements(migrations)]);
    return migrations;
  }

  /** Writes the file, or the two files, of a new migration; returns their paths. No database is asked. */
  async createMigration({ description, format = "versioned" }: NewMigration): Promise<readonly string[]> {
    const extension = this.dialect().family;
    const directory = this.#shown(this.config.migrations.directory);
    return createMigrationFiles(directory, { description, format, extension, nowMs: Date.now() });
  }

  /**
   * Writes the migration that leads from what the files produce to what the models declare: CQL, or code where rows have to be
   * copied. No database is asked.
   * @throws ToolError "usage" for what may be a rename and nobody has said so, DiagnosticsError "model-invalid",
   * "migration-files-invalid": nothing is written then
   */
  async generate(description: string, call: GenerateCall = {}): Promise<GenerateReport> {
    if (call.models !== undefined) requireModels(call.models);
    const { generateFile } = await import("./generate-file.ts");
    const directory = this.#shown(this.config.migrations.directory);
    return generateFile(description, call, { access: this.#schemaAccess(), directory, nowMs: Date.now() });
  }

  dialect(): Dialect {
    return chooseDialect(this.config);
  }

  /** The open target, connected on the first call; one that did not open is tried again by the next. */
  target(): Promise<Target> {
    if (this.#target === undefined) {
      const opening = openTarget(this.config);
      this.#target = opening;
      opening.catch(() => {
        if (this.#target === opening) this.#target = undefined;
      });
    }
    return this.#target;
  }

  async close(): Promise<void> {
    const opened = await this.#target?.catch(() => undefined);
    this.#target = undefined;
    await opened?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Reads files and target at the same time. */
  async #look(): Promise<{ readonly migrations: readonly Migration[]; readonly status: Status }> {
    requireTarget(this.config);
    const reading = this.target().then((target) => target.store.read());
    reading.catch(() => undefined);
    const migrations = await this.loadMigrations();
    const snapshot = await reading;
    const target = await this.target();
    const options = this.#planOptions(target);
    const unfinished = await findUnfinished(target.store, snapshot, migrations, options);
    return { migrations, status: computeStatus(snapshot, migrations, options, unfinished) };
  }

  async #begin(call: ApplyOptions): Promise<{
    readonly migrations: readonly Migration[];
    readonly context: EngineContext;
    readonly options: PlanOptions;
  }> {
    requireTarget(this.config);
    // Both take time and neither needs the other; a broken directory is reported whether or not the database answers.
    const connecting = this.target();
    connecting.catch(() => undefined);
    const migrations = await this.loadMigrations();
    const target = await connecting;
    return { migrations, context: this.#contextOf(target, call), options: this.#planOptions(target) };
  }

  #contextOf(target: Target, call: ApplyOptions): EngineContext {
    return {
      target,
      runtime: nodeRuntime(TOOL_VERSION),
      emit: call.onEvent ?? ((): void => undefined),
      signal: withoutListenerLimit(call.signal ?? new AbortController().signal),
      lockTtlMs: this.config.lock.ttlMs,
      lockWaitMs: this.config.lock.waitMs,
      leavesBuilds: call.waitForBuilds === false,
      skipsPreflight: call.preflight === false,
      code: codeTools(this.config.migrations.directory),
    };
  }

  #schemaAccess(): SchemaAccess {
    return {
      dialect: this.dialect(),
      scope: this.config.keyspace?.name ?? "keyspace",
      variables: this.config.migrations.variables,
      historyTable: this.#historyTable(),
      inputs: this.#inputs,
      code: codeTools(this.config.migrations.directory),
      target: () => this.target(),
      loadMigrations: () => this.loadMigrations(),
      loadModels: async () => (await (await import("./find-models.ts")).findModels(this.config.models)).models,
      async withOther(inputs, use) {
        const other = await Tidemark.prepare(inputs);
        try {
          return await use(await other.target());
        } finally {
          await other.close();
        }
      },
    };
  }

  /** Undefined where the history is in another keyspace than the managed one. */
  #historyTable(): string | undefined {
    const { history, keyspace } = this.config;
    return history.keyspace === keyspace?.name ? history.table : undefined;
  }

  /** For whoever reads statements only. */
  async #spellOut(migrations: readonly Migration[], server: string | undefined): Promise<readonly Migration[]> {
    if (!migrations.some(({ format }) => format === "code")) return migrations;
    const { spellOutCode } = await import("./engine/code/spell-out-code.ts");
    const { dialect, scope, variables, code } = this.#schemaAccess();
    const { empty } = await modelFactory(dialect, { server });
    return spellOutCode(migrations, empty(scope), { dialect, scope, variables, code });
  }

  #planOptions({ dialect, scope }: Target): PlanOptions {
    return { ...this.#compareOptions(), dialect, scope, variables: this.config.migrations.variables };
  }

  #checkStatements(migrations: readonly Migration[]): readonly Diagnostic[] {
    return checkStatements(migrations, { dialect: this.dialect(), variables: this.config.migrations.variables });
  }

  #compareOptions(): { profile: string | undefined; isOutOfOrderAllowed: boolean } {
    return { profile: this.config.profile, isOutOfOrderAllowed: this.config.migrations.outOfOrder };
  }

  /** A path as a message shows it: relative when it is below the working directory. */
  #shown(path: string): string {
    const shown = relative(process.cwd(), path);
    return shown === "" ? "." : shown.startsWith("..") ? path : shown;
  }
}

/** Many statements of code may wait at once, each for the signal too. */
function withoutListenerLimit(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

async function makeDirectory(path: string, shown: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const message = `the migrations directory \`${shown}\` cannot be made: ${messageOf(error)}`;
    throw new ToolError("migration-files-invalid", message, { cause: error });
  }
}
