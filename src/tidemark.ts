// The library: one object over one target. Every command of the CLI is a call of it.
import { relative } from "node:path";
import { awaitSchema } from "./await-schema.ts";
import { checkCall, readVersion } from "./check-call.ts";
import { codeTools } from "./code-tools.ts";
import { compareSources, type DiffReport } from "./compare-sources.ts";
import type { Config } from "./config/config.ts";
import type { ConfigInputs } from "./config/config-inputs.ts";
import { refuseForSql, requireTarget } from "./config/require-target.ts";
import { settleConfig } from "./config/settle-config.ts";
import type { Dialect } from "./dialect/dialect.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import { baseline } from "./engine/baseline.ts";
import { breakLease } from "./engine/break-lease.ts";
import { checkStatements } from "./engine/check-statements.ts";
import { type CodeModules, loadCode, NO_MODULES } from "./engine/code/code-tools.ts";
import type { CompatibleSchema } from "./engine/compatibility.ts";
import type { Disagreement } from "./engine/disagreement.ts";
import { type MigrateOptions, migrate, previewMigrate } from "./engine/migrate.ts";
import { nodeRuntime } from "./engine/node-runtime.ts";
import { type Operand, parseOperand } from "./engine/operand.ts";
import { type PlanOptions, throwOnMistakes } from "./engine/plan-migrate.ts";
import { type MigrationReview, reviewPlan } from "./engine/plan-review.ts";
import type { RollbackExtent } from "./engine/plan-rollback.ts";
import type { LeaseHeld, Target } from "./engine/ports.ts";
import { type Prediction, previewTools } from "./engine/predict-plan.ts";
import { type PreflightReport, preflight } from "./engine/preflight.ts";
import { repair, type Settled, settle, type Verdict } from "./engine/repair.ts";
import type { Replay } from "./engine/replay.ts";
import { previewRollback, rollback } from "./engine/rollback.ts";
import { computeStatus, findUnfinished, readDisagreements, readHistory, type Status } from "./engine/status.ts";
import type { EngineContext } from "./engine/with-lease.ts";
import type { GenerateCall, GenerateReport } from "./generate-file.ts";
import type { LintReport } from "./lint-files.ts";
import { historyTableOf, scopeOf, shadowOptionsOf } from "./managed-scope.ts";
import { createMigrationFiles, makeDirectory } from "./migration/create-files.ts";
import type { HistoryEvent } from "./migration/history.ts";
import type { Migration } from "./migration/migration.ts";
import { readMigrations } from "./migration/read-directory.ts";
import { compareVersions, parseVersion } from "./migration/version.ts";
import type { Model } from "./model/model.ts";
import { requireModels } from "./model/require-models.ts";
import { readNewMigration } from "./new-migration.ts";
import { chooseDialect, openTarget } from "./open-target.ts";
import { passMissingDirectory } from "./pass-missing-directory.ts";
import type { Plan } from "./plan/plan.ts";
import { predictChanges } from "./predict-changes.ts";
import { provideOwnModules } from "./provide-own-modules.ts";
import { readDrift } from "./read-drift.ts";
import { refuseSync } from "./refuse-sync.ts";
import { type PlanReview, readReviewedPlan, reviewPreview, sessionOf } from "./review-plan.ts";
import { readSource, type SchemaAccess } from "./schema-sources.ts";
import type { SyncReport } from "./sync-models.ts";
import { tellEnd } from "./tell-end.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import type {
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
import { type TidemarkOptions, toConfigInputs } from "./tidemark-options.ts";
import { TOOL_VERSION } from "./tool-version.ts";
import type { VerifyCall, VerifyReport } from "./verify-files.ts";
import { withoutListenerLimit } from "./without-listener-limit.ts";

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
    // What is not there yet may be made by the call that follows.
    await tidemark.target().catch(passMissingDirectory);
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
    const target = await this.target({ mayCreate: true });
    await makeDirectory(this.#shown(directory));
    const created = await target.initialize({ createScope: true });
    const { scope, title } = target;
    return { ...created, scope, title, directory: this.#shown(directory) };
  }

  /**
   * Applies what is pending. Safe to call from many processes at once: one applies, the others wait and find nothing to do.
   * @throws HistoryError, LockError, StepError, ToolError; "plan-invalid", "plan-stale" for a reviewed plan that does not fit
   */
  async migrate(call: MigrateCall = {}): Promise<MigrateReport> {
    checkCall("migrate", call);
    return tellEnd("migrate", call, async () => {
      const reviewed = await readReviewedPlan(call);
      const { migrations, context, options } = await this.#begin(call, { mayCreate: call.dryRun !== true });
      const migrateOptions: MigrateOptions = { ...options, migrations, target: call.target, reviewed };
      if (call.dryRun === true) {
        const { plan, code: _code, snapshot: _snapshot, ...facts } = await previewMigrate(context, migrateOptions);
        return { ...facts, applied: [], executed: [], plan };
      }
      const result = await migrate(context, migrateOptions);
      const versions = new Set(result.executed.map(({ migration }) => migration.version));
      return { ...result, applied: migrations.filter(({ version }) => versions.has(version)), plan: undefined };
    });
  }

  /**
   * Looks before leaping, and changes nothing: nodes, releases, agreement, permissions, features that are switched off,
   * replication, other runners, and what the server would say to each pending statement.
   * @throws ToolError "connection-failed", "usage", "migration-files-invalid"; what is found is in the report
   */
  async preflight(call: Pick<MigrateCall, "target"> = {}): Promise<PreflightReport> {
    checkCall("preflight", call);
    const { migrations, context, options } = await this.#begin({});
    const { guardrails } = this.config;
    const predict = options.dialect.family === "sql" ? (plan: Plan) => this.predict(plan) : undefined;
    return preflight(context, { ...options, migrations, target: call.target, guardrails, predict });
  }

  /** What `migrate` would do, as data. */
  async plan(call: Pick<MigrateCall, "target"> = {}): Promise<Plan> {
    checkCall("plan", call);
    const { migrations, context, options } = await this.#begin({});
    return (await previewMigrate(context, { ...options, migrations, target: call.target })).plan;
  }

  /**
   * What `migrate` would do and change, what each step costs, how each migration would be undone; and all of it as the
   * document that `migrate({ plan })` takes. Reads only.
   */
  async review(call: Pick<MigrateCall, "target"> = {}): Promise<PlanReview> {
    checkCall("review", call);
    const { migrations, context, options } = await this.#begin({});
    const preview = await previewMigrate(context, { ...options, migrations, target: call.target });
    const { target } = context;
    const predict = (plan: Plan, live: SchemaModel): Promise<readonly Prediction[]> => this.#predictOn(plan, live);
    return reviewPreview({ ...call, ...options, migrations }, { target, preview, predict });
  }

  /** What the steps of a plan cost, and how its migrations would be undone. */
  async assess(plan: Plan, predictions: readonly Prediction[]): Promise<readonly MigrationReview[]> {
    const code = await this.#codeOf(plan);
    return reviewPlan(plan, predictions, {
      dialect: this.dialect(),
      variables: this.config.migrations.variables,
      code,
    });
  }

  /**
   * Undoes what was applied last, with the texts that the history kept.
   * @throws HistoryError, LockError, StepError, ToolError "usage", "no-down-side": nothing is undone then
   */
  async rollback(call: RollbackCall = {}): Promise<RollbackReport> {
    checkCall("rollback", call);
    return tellEnd("rollback", call, async () => {
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
    });
  }

  /**
   * Migrates up or rolls back until `version` is the highest that is applied; 0: nothing is.
   * @throws ToolError "usage" for a version that there is not, and what `migrate` and `rollback` throw
   */
  async migrateTo(version: string | number, call: ApplyOptions = {}): Promise<MigrateReport | RollbackReport> {
    checkCall("migrateTo", call);
    const target = String(version).replace(/^V/i, "");
    const canonical = parseVersion(target);
    await this.target({ mayCreate: true });
    if (canonical === "0") return this.rollback({ ...call, target: "0" });
    const current = await this.currentVersion();
    const isBack = canonical !== undefined && current !== undefined && compareVersions(canonical, current) < 0;
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
  async assertCompatible(call: AssertCompatibleCall): Promise<CompatibleSchema> {
    checkCall("assertCompatible", call);
    return awaitSchema(call, this.config, () => this.target());
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
    checkCall("repair", call);
    const { migrations, context, options } = await this.#begin(call);
    return repair(context, { ...options, migrations });
  }

  /** Settles a migration that stopped half way, by a person's word. */
  async settle(verdict: Verdict, call: RunOptions = {}): Promise<Settled> {
    checkCall("settle", call);
    const { migrations, context, options } = await this.#begin(call);
    return settle(context, { ...options, migrations }, verdict);
  }

  /** Takes everything up to `target` as applied without running it; returns what was marked. */
  async baseline(target: string, call: RunOptions = {}): Promise<readonly Migration[]> {
    checkCall("baseline", call);
    const { migrations, context } = await this.#begin(call, { mayCreate: true });
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
    checkCall("sync", call);
    return tellEnd("sync", call, async () => {
      requireTarget(this.config);
      refuseForSql(this.config, "sync", FOR_CQL_HINT);
      refuseSync(this.config);
      if (models !== undefined) requireModels(models);
      const opening = this.target().then((target) => this.#contextOf(target, call));
      opening.catch(() => undefined);
      const loading = models === undefined ? this.#schemaAccess().loadModels() : Promise.resolve(models);
      const { dryRun = false, dropRemovedIndexes = false } = call;
      loading.catch(() => undefined);
      const { syncModels } = await import("./sync-models.ts");
      const options = { isDryRun: dryRun, dropsIndexes: dropRemovedIndexes, historyTable: historyTableOf(this.config) };
      return syncModels(opening, loading, options);
    });
  }

  /** What each step of a plan would change, and which the server would refuse; asks for the live schema, changes nothing. */
  async predict(plan: Plan): Promise<readonly Prediction[]> {
    return this.#predictOn(plan, await (await this.target()).readSchema());
  }

  /**
   * A schema as data: `print()` gives the statements that make it, `encode()` plain JSON.
   * @returns also the statements of files that the server would refuse, or that are not understood: they are left out
   */
  async snapshot(call: SnapshotCall = {}): Promise<Replay> {
    checkCall("snapshot", call);
    const { from = "live", at, server } = call;
    const operand: Operand = from === "files" ? { kind: "files", at } : { kind: from };
    return readSource(operand, this.#schemaAccess(), { server });
  }

  /**
   * What would turn one schema into another: each is `live`, `files`, `files@VERSION`, `models`, `profile:NAME`,
   * `keyspace:NAME`, a URL, or the path of a snapshot.
   */
  async diff(from: string, to: string, call: DiffCall = {}): Promise<DiffReport> {
    checkCall("diff", call);
    return compareSources(parseOperand(from), parseOperand(to), this.#schemaAccess(), call);
  }

  /**
   * What is dangerous in the migration files, and what the server would refuse; needs no target, and asks only for "live".
   * @throws ToolError "usage" for a server that is none, what names no migration, and git that does not tell;
   * "migration-files-invalid" for files that are no migrations
   */
  async lint(call: LintCall = {}): Promise<LintReport> {
    checkCall("lint", call);
    const { dialectMeant, lintFiles } = await import("./lint-files.ts");
    const dialect = dialectMeant(call, this.config);
    if (dialect === undefined) return lintFiles(call, this.config, this.#schemaAccess());
    const flags = { ...this.#inputs.flags, dialect };
    return (await Tidemark.prepare({ ...this.#inputs, flags })).lint(call);
  }

  /**
   * Tries every migration up, down and up again on a throw-away target: after the down side the schema has to be what it was, and
   * after the second up side what it was after the first. CQL is tried in memory or on a sandbox, SQL on a shadow; the
   * configured target is left alone. Rows are not compared.
   * @throws ToolError "usage", "migration-files-invalid", "sandbox-failed", "interrupted"; what does not hold is in the report
   */
  async verify(call: VerifyCall = {}): Promise<VerifyReport> {
    checkCall("verify", call);
    const { refuseUnsaidDialect } = await import("./refuse-unsaid-dialect.ts");
    await refuseUnsaidDialect(this.config, call.server !== undefined);
    const migrations = await this.loadMigrations();
    throwOnMistakes(this.#checkStatements(migrations, []));
    const { verifyFiles } = await import("./verify-files.ts");
    return verifyFiles(migrations, call, this.config, this.#schemaAccess());
  }

  /** What the live schema is that the applied migrations did not make, and the other way round; reads only. */
  async drift(): Promise<DriftReport> {
    requireTarget(this.config);
    return readDrift(this.#schemaAccess());
  }

  /** The highest applied version, canonical; undefined before the first. */
  async currentVersion(): Promise<string | undefined> {
    const store = (await this.target()).store;
    return computeStatus(await store.read(), [], this.#compareOptions()).current;
  }

  /** Whether a version is applied, in any spelling. @throws ToolError "usage" for what is no version */
  async isApplied(version: string | number): Promise<boolean> {
    const canonical = readVersion(version);
    return (await this.applied()).includes(canonical);
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
    await breakLease((await this.target()).store, epoch);
  }

  /**
   * The migrations of the directory, in order.
   * @throws ToolError "migration-files-invalid" with every mistake of the directory
   */
  async loadMigrations(): Promise<readonly Migration[]> {
    const { migrations, diagnostics } = await readMigrations(
      this.#shown(this.config.migrations.directory),
      this.dialect().family,
    );
    // One report of everything: what can be read is looked at, though nothing of it will run.
    if (diagnostics.length > 0) throwOnMistakes([...diagnostics, ...this.#checkStatements(migrations, diagnostics)]);
    return migrations;
  }

  /**
   * Writes the file, or the two files, of a new migration, with the given texts or as a template; returns their paths. No
   * database is asked.
   * @throws ToolError "usage" for a description that gives no file name, and texts that do not fit the format
   */
  async createMigration(call: NewMigration): Promise<readonly string[]> {
    const given = readNewMigration(call);
    const extension = this.dialect().family;
    const directory = this.#shown(this.config.migrations.directory);
    return createMigrationFiles(directory, { ...given, extension, nowMs: Date.now() });
  }

  /**
   * Writes the migration that leads from what the files produce to what the models declare: CQL, or code where rows have to be
   * copied. No database is asked.
   * @throws ToolError "usage" for what may be a rename and nobody has said so, DiagnosticsError "model-invalid",
   * "migration-files-invalid": nothing is written then
   */
  async generate(description: string, call: GenerateCall = {}): Promise<GenerateReport> {
    checkCall("generate", call);
    refuseForSql(this.config, "generate", FOR_CQL_HINT);
    if (call.models !== undefined) requireModels(call.models);
    const { generateFile } = await import("./generate-file.ts");
    const directory = this.#shown(this.config.migrations.directory);
    return generateFile(description, call, { access: this.#schemaAccess(), directory, nowMs: Date.now() });
  }

  dialect(): Dialect {
    return chooseDialect(this.config);
  }

  /**
   * The open target, connected on the first call; one that did not open is tried again by the next.
   * @param mayCreate whether an embedded database that is not there is made
   * @throws ToolError "target-missing" without it, and see `open`
   */
  target({ mayCreate = false }: { readonly mayCreate?: boolean } = {}): Promise<Target> {
    if (this.#target === undefined) {
      const opening = openTarget(this.config, mayCreate);
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
    const status = computeStatus(snapshot, migrations, options, unfinished);
    const isReadOnly = snapshot === undefined && (await target.isReadOnly?.()) === true;
    return { migrations, status: isReadOnly ? { ...status, isReadOnly } : status };
  }

  async #begin(
    call: ApplyOptions,
    { mayCreate }: { readonly mayCreate: boolean } = { mayCreate: false },
  ): Promise<{
    readonly migrations: readonly Migration[];
    readonly context: EngineContext;
    readonly options: PlanOptions;
  }> {
    requireTarget(this.config);
    // Both take time and neither needs the other; a broken directory is reported whether or not the database answers.
    const connecting = this.target({ mayCreate });
    connecting.catch(() => undefined);
    const migrations = await this.loadMigrations();
    const target = await connecting;
    return { migrations, context: this.#contextOf(target, call), options: this.#planOptions(target) };
  }

  async #predictOn(plan: Plan, live: SchemaModel): Promise<readonly Prediction[]> {
    const context = this.#contextOf(await this.target(), {});
    const tools = previewTools(context, await this.#codeOf(plan));
    const { guardrails } = this.config;
    const { dialect } = context.target;
    return predictChanges(plan, live, { dialect, tools, guardrails, shadow: shadowOptionsOf(this.config) });
  }

  /** The modules of its migrations in code. */
  async #codeOf(plan: Plan): Promise<CodeModules> {
    if (!plan.migrations.some(({ steps }) => steps.some(({ kind }) => kind === "code"))) return NO_MODULES;
    const planned = new Set(plan.migrations.map(({ version }) => version));
    const tools = codeTools(this.config.migrations.directory, this.dialect().family);
    return loadCode(await this.loadMigrations(), tools, ({ version }) => planned.has(version));
  }

  #contextOf(target: Target, call: ApplyOptions): EngineContext {
    return {
      target,
      runtime: nodeRuntime(TOOL_VERSION),
      emit: call.onEvent ?? ((): void => undefined),
      signal: withoutListenerLimit(call.signal ?? new AbortController().signal),
      lockTtlMs: target.leaseTtlMs ?? this.config.lock.ttlMs,
      lockWaitMs: this.config.lock.waitMs,
      leavesBuilds: call.waitForBuilds === false,
      skipsPreflight: call.preflight === false,
      code: codeTools(this.config.migrations.directory, this.dialect().family),
    };
  }

  #schemaAccess(): SchemaAccess {
    return {
      dialect: this.dialect(),
      scope: scopeOf(this.config),
      variables: this.config.migrations.variables,
      historyTable: historyTableOf(this.config),
      shadow: shadowOptionsOf(this.config),
      inputs: this.#inputs,
      code: codeTools(this.config.migrations.directory, this.dialect().family),
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

  #planOptions({ dialect, scope, historyTable }: Target): PlanOptions {
    const session = sessionOf(this.config);
    return {
      ...this.#compareOptions(),
      dialect,
      scope,
      historyTable,
      variables: this.config.migrations.variables,
      session,
    };
  }

  /** @param known of the same files: a place is complained of once, as of a NUL, which neither the file nor a statement may hold */
  #checkStatements(migrations: readonly Migration[], known: readonly Diagnostic[]): readonly Diagnostic[] {
    const places = new Set(known.map(({ source, span }) => `${span?.start} ${source?.name}`));
    const { variables } = this.config.migrations;
    const found = checkStatements(migrations, { dialect: this.dialect(), variables });
    return found.filter(({ source, span }) => !places.has(`${span?.start} ${source?.name}`));
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

const FOR_CQL_HINT = "write the change as a migration: tidemark new NAME";
