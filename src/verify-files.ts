// Verifies migration files: chooses where they are tried, and tries them there.
import { randomBytes } from "node:crypto";
import { assert } from "./base/assert.ts";
import { ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";
import { settleConfig } from "./config/settle-config.ts";
import { CqlSchemaModel } from "./dialect/cql-schema-model.ts";
import { modelFactory } from "./dialect/model-factory.ts";
import { isMeantFor } from "./engine/compare.ts";
import { nodeRuntime } from "./engine/node-runtime.ts";
import type { ReplayOptions } from "./engine/replay.ts";
import { findMigration } from "./migration/find.ts";
import type { Migration } from "./migration/migration.ts";
import { compareVersions } from "./migration/version.ts";
import { openTarget } from "./open-target.ts";
import type { SandboxPlace } from "./sandbox/sandbox.ts";
import type { SchemaAccess } from "./schema-sources.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";
import { TOOL_VERSION } from "./tool-version.ts";
import type { Scratch } from "./verify/scratch.ts";
import type { OpenedServer } from "./verify/server-scratch.ts";
import { verifyMigrations } from "./verify/verify-migrations.ts";
import type { VerifiedMigration, VerifyProgress } from "./verify/verify-report.ts";

export interface VerifyCall {
  /** The last that is tried: a version, or a prefix of exactly one file's name. */
  readonly target?: string | undefined;
  /** Whose rules hold: "cassandra:4.1"; of a sandbox that is started, the release that it runs. */
  readonly server?: string | undefined;
  /**
   * A real Cassandra: true starts one for the moment. A sandbox that runs, by its name, or the "host:port" of a server that may be
   * used so: a keyspace is made there, and dropped again.
   */
  readonly sandbox?: boolean | string | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Aborted: the statement under way is finished, what was made is removed, then the call fails with code "interrupted". */
  readonly signal?: AbortSignal | undefined;
}

export interface VerifyReport {
  /** Where they were tried: "in memory, by the rules of cassandra:5.0". */
  readonly place: string;
  /** Whether none of them fails. */
  readonly holds: boolean;
  readonly migrations: readonly VerifiedMigration[];
}

interface Work {
  readonly migrations: readonly Migration[];
  readonly config: Config;
  readonly access: SchemaAccess;
  readonly options: ReplayOptions;
  readonly call: VerifyCall;
  readonly signal: AbortSignal;
}

/** @throws ToolError "usage", "connection-failed", "unsupported-server", "sandbox-failed", "interrupted" */
export async function verifyFiles(
  all: readonly Migration[],
  call: VerifyCall,
  config: Config,
  access: SchemaAccess,
): Promise<VerifyReport> {
  const { dialect, scope, variables, code } = access;
  const wanted = upTo(call.target, all);
  const migrations = wanted.filter((migration) => isMeantFor(migration, config.profile));
  const signal = call.signal ?? new AbortController().signal;
  const options = { dialect, scope, variables, code };
  const { place, verified } = await tryThem({ migrations, config, access, options, call, signal }).catch(sayWhatIsLeft);
  const byVersion = new Map(verified.map((each) => [each.version, each]));
  const report = wanted.map((migration) => byVersion.get(migration.version) ?? forOthers(migration));
  const holds = report.every(({ verdict }) => verdict !== "fails" && verdict !== "not-reached");
  return { place, holds, migrations: report };
}

/** The engine says how a run goes on; here nothing does. */
function sayWhatIsLeft(error: unknown): never {
  if (!(error instanceof ToolError) || error.code !== "interrupted") throw error;
  throw new ToolError("interrupted", "interrupted", {
    hint: "what was made is removed; run the command again",
    cause: error,
  });
}

interface Tried {
  readonly place: string;
  readonly verified: readonly VerifiedMigration[];
}

async function tryThem(work: Work): Promise<Tried> {
  const { migrations, access, options, call, signal } = work;
  const { dialect, scope, shadow } = access;
  const { server, sandbox, onProgress } = call;
  const verify = (scratch: Scratch): Promise<readonly VerifiedMigration[]> =>
    verifyMigrations(migrations, scratch, { signal, onProgress });
  if (dialect.family === "sql") {
    if (server !== undefined || (sandbox !== undefined && sandbox !== false)) {
      throw new ToolError("usage", `${server === undefined ? "a sandbox is" : "a server's rules are"} for CQL`, {
        hint: "a SQL database that files are tried on: --shadow-url",
      });
    }
    const { withShadowScratch } = await import("./verify/shadow-scratch.ts");
    const verified = await withShadowScratch(migrations, shadow, options, verify);
    return {
      place: shadow.url === undefined ? "on an embedded PostgreSQL" : "on a database made at --shadow-url",
      verified,
    };
  }
  if (sandbox === true) return onNewSandbox(work, verify);
  if (typeof sandbox === "string") {
    if (server !== undefined) {
      throw new ToolError("usage", `\`${sandbox}\` runs, and is of the release that it is`, {
        hint: "leave out --server; or --sandbox alone starts one of that release",
      });
    }
    return onRunningServer(work, sandbox, verify);
  }
  const { simulatedScratch } = await import("./verify/simulated-scratch.ts");
  const start = (await modelFactory(dialect, { server })).empty(scope);
  assert(start instanceof CqlSchemaModel, "a dialect of CQL has models of CQL");
  const verified = await verify(await simulatedScratch(migrations, start, options));
  const { product, version } = start.capabilities;
  return { place: `in memory, by the rules of ${product}:${version}`, verified };
}

type Verify = (scratch: Scratch) => Promise<readonly VerifiedMigration[]>;

async function onNewSandbox(work: Work, verify: Verify): Promise<Tried> {
  const { withCassandra } = await import("./sandbox/start-cassandra.ts");
  const { call, access, signal } = work;
  const version = releaseOf(call.server);
  const onProgress = (message: string): void => call.onProgress?.({ kind: "preparing", message });
  return withCassandra({ version, signal, onProgress }, async (place) => {
    const verified = await onServer(work, { ...place, keyspace: access.scope, isWhole: true }, verify);
    return { place: `on a sandbox of Cassandra ${place.version}`, verified };
  });
}

/** @param where name of a sandbox, or "host:port" */
async function onRunningServer(work: Work, where: string, verify: Verify): Promise<Tried> {
  const { migrations, options, access, call } = work;
  const keyspace = `tidemark_verify_${randomBytes(4).toString("hex")}`;
  const start = (await modelFactory(access.dialect, { server: call.server })).empty(keyspace);
  const { contactPoint, port } = await findServer(where);
  const { findOutside } = await import("./verify/find-outside.ts");
  const outside = await findOutside(migrations, start, { ...options, scope: keyspace });
  if (outside.length > 0) {
    throw new DiagnosticsError(
      "usage",
      `${outside.length} statements reach beyond the keyspace made for the moment`,
      outside,
    );
  }
  const verified = await onServer(work, { contactPoint, port, keyspace, isWhole: false }, verify);
  return { place: `on ${where.includes(":") ? where : `the sandbox ${where}`}`, verified };
}

async function findServer(where: string): Promise<Pick<SandboxPlace, "contactPoint" | "port">> {
  const [, host, port] = /^(.+):(\d+)$/.exec(where) ?? [];
  if (host !== undefined) return { contactPoint: host, port: Number(port) };
  const { listSandboxes } = await import("./sandbox/named-sandbox.ts");
  const found = (await listSandboxes()).find(({ name }) => name === where)?.place;
  if (found) return found;
  throw new ToolError("usage", `no sandbox \`${where}\` is running`, {
    hint: `start it: tidemark sandbox start --name ${where}; without a name one is started for the moment`,
  });
}

interface ServerPlace extends Pick<SandboxPlace, "contactPoint" | "port"> {
  readonly keyspace: string;
  readonly isWhole: boolean;
}

async function onServer(
  { migrations, config, access, options, signal }: Work,
  { contactPoint, port, keyspace, isWhole }: ServerPlace,
  verify: Verify,
): Promise<readonly VerifiedMigration[]> {
  const [{ openThrowAway }, { withServerScratch }] = await Promise.all([
    import("./verify/throw-away-server.ts"),
    import("./verify/server-scratch.ts"),
  ]);
  const { cwd } = access.inputs;
  // Nothing else of the configuration: its password is not for another server.
  const flags = { host: contactPoint, port, keyspace, dialect: access.dialect.name };
  const settled = await settleConfig({ cwd, env: {}, flags, values: {} });
  const open = (): Promise<OpenedServer> =>
    openThrowAway({
      isWhole,
      openTarget: () => openTarget(settled, false),
      optionsFor: (target) => ({
        context: {
          target,
          runtime: nodeRuntime(TOOL_VERSION),
          emit: () => undefined,
          signal,
          lockTtlMs: settled.lock.ttlMs,
          lockWaitMs: settled.lock.waitMs,
          skipsPreflight: true,
          code: options.code,
        },
        options: {
          ...options,
          scope: keyspace,
          historyTable: target.historyTable,
          profile: config.profile,
          isOutOfOrderAllowed: false,
        },
      }),
    });
  return withServerScratch(migrations, open, verify);
}

/** @throws ToolError "usage" for another product */
function releaseOf(server: string | undefined): string | undefined {
  if (server === undefined) return undefined;
  const [, version] = /^(?:cassandra:?)?([\d.]*)$/i.exec(server.trim()) ?? [];
  if (version !== undefined) return version === "" ? undefined : version;
  throw new ToolError("usage", `a sandbox is a Cassandra, and \`${server}\` is not`, {
    hint: "name a release: --server cassandra:4.1",
  });
}

function upTo(target: string | undefined, migrations: readonly Migration[]): readonly Migration[] {
  if (target === undefined) return migrations;
  const found = findMigration(migrations, target);
  if (found.kind === "not-found") {
    throw new ToolError("usage", found.diagnostic.message, { hint: found.diagnostic.hint });
  }
  return migrations.filter(({ version }) => compareVersions(version, found.migration.version) <= 0);
}

function forOthers({ version, label, name, directives }: Migration): VerifiedMigration {
  const profiles = (directives.environments ?? []).join(", ");
  const reason = `it is for the profile ${profiles}, which is not in use (--profile)`;
  return { version, label, name, verdict: "skipped", faults: [], reason, notes: [] };
}
