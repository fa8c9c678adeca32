// Lints the migrations of a configuration, and writes fixes. Loaded only when lint is asked for, and with it the parsers.
import { relative } from "node:path";
import { ToolError } from "./base/errors.ts";
import { chooseMigrations } from "./choose-migrations.ts";
import type { Config } from "./config/config.ts";
import { modelFactory } from "./dialect/model-factory.ts";
import type { Finding } from "./lint/finding.ts";
import { type LintServer, type LintSettings, lintServers } from "./lint/lint.ts";
import type { FixedFile } from "./lint-fix.ts";
import { dialectNamed, lintServersOf } from "./lint-servers.ts";
import type { Migration } from "./migration/migration.ts";
import { refuseUnsaidDialect } from "./refuse-unsaid-dialect.ts";
import type { SchemaAccess } from "./schema-sources.ts";
import type { LintCall } from "./tidemark-calls.ts";

export interface LintReport {
  /** In the order of the migrations, and of their places in each; after the fixes, where some were asked for. */
  readonly findings: readonly Finding[];
  /** How many files the findings may be in. */
  readonly fileCount: number;
  /** Whose rules held: "cassandra:5.0". */
  readonly servers: readonly string[];
  /** Names of migrations in code for a SQL database: what they would do is not known before they run. */
  readonly unread: readonly string[];
  /** What was fixed; undefined where it was not asked for. */
  readonly fixed: readonly FixedFile[] | undefined;
}

export type LintAccess = Pick<SchemaAccess, "dialect" | "scope" | "variables" | "code" | "target" | "loadMigrations">;

/** The dialect that a call means by its servers where nothing is configured; undefined: the configured one. */
export function dialectMeant({ server }: LintCall, config: Config): "postgres" | "cockroach" | undefined {
  return dialectNamed(serverNames(server, config), config);
}

/** @throws ToolError "usage", "migration-files-invalid"; for the server "live" see `Tidemark.open` */
export async function lintFiles(call: LintCall, config: Config, access: LintAccess): Promise<LintReport> {
  const names = serverNames(call.server, config);
  await refuseUnsaidDialect(config, names.length > 0);
  const read = await access.loadMigrations();
  const { directory, variables } = config.migrations;
  const choice = { named: call.migrations, since: call.since };
  const chosen = await chooseMigrations(read, directory, choice);
  const isChosen = ({ version }: { readonly version: string }): boolean => chosen === undefined || chosen.has(version);
  const isConfigured = call.server === undefined;
  const servers = await lintServersOf(names, config, access.dialect, access.target).catch((error: unknown) => {
    throw isConfigured ? sayWhere(error, config) : error;
  });
  const { migrations, unread } = await spellOut(read, servers, access);
  const settings: LintSettings = { variables, levels: config.lint.levels, options: config.lint.options };
  // What is not chosen has to be carried out all the same: it is what the chosen ones stand on.
  const lint = (files: readonly Migration[], adapted: LintSettings = settings): readonly Finding[] =>
    lintServers(files, adapted, servers);
  const sources = read
    .filter(isChosen)
    .flatMap(({ up, down }) => [up.source, ...(down === undefined ? [] : [down.source])]);
  const facts = {
    fileCount: new Set(sources).size,
    servers: servers.map(({ name }) => name),
    unread: unread.filter(isChosen).map(({ name }) => name),
  };
  if (call.fix !== true) return { findings: lint(migrations).filter(isChosen), ...facts, fixed: undefined };
  const { fixFiles } = await import("./lint-fix.ts");
  const { findings, fixed } = await fixFiles(migrations, { lint, isChosen, settings, family: access.dialect.family });
  return { findings: findings.filter(isChosen), fixed, ...facts };
}

/** What stands in the configuration is not looked for on the command line. */
function sayWhere(error: unknown, { lint, origin }: Config): unknown {
  if (!(error instanceof ToolError) || error.code !== "usage" || lint.servers.length === 0) return error;
  const where =
    origin.file === undefined ? "`lint.servers`" : `${relative(process.cwd(), origin.file)}: \`lint.servers\``;
  return new ToolError("usage", `${where}: ${error.message}`, { hint: error.hint, cause: error });
}

function serverNames(server: LintCall["server"], { lint }: Config): readonly string[] {
  if (server === undefined) return lint.servers;
  return typeof server === "string" ? [server] : server;
}

interface SpelledOut {
  readonly migrations: readonly Migration[];
  /** In code that nobody can know before it runs. */
  readonly unread: readonly Migration[];
}

/** Puts statements in the place of code: for CQL what it would do to a schema in memory. What SQL does is seen only by running it. */
async function spellOut(
  migrations: readonly Migration[],
  [server]: readonly LintServer[],
  { dialect, scope, variables, code }: LintAccess,
): Promise<SpelledOut> {
  const unread = migrations.filter(({ format }) => format === "code");
  if (unread.length === 0) return { migrations, unread };
  if (dialect.family === "sql") return { migrations: migrations.filter((each) => !unread.includes(each)), unread };
  const { spellOutCode } = await import("./engine/code/spell-out-code.ts");
  const { empty } = await modelFactory(dialect, { server: server?.name });
  return { migrations: await spellOutCode(migrations, empty(scope), { dialect, scope, variables, code }), unread: [] };
}
