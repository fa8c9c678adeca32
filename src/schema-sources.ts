// Where the schemas come from that `snapshot`, `diff` and `drift` look at: the database, files, models, another target.
import { readFile } from "node:fs/promises";
import { messageOf, ToolError } from "./base/errors.ts";
import { suggest } from "./base/suggest.ts";
import type { ConfigInputs } from "./config/config-inputs.ts";
import type { Dialect } from "./dialect/dialect.ts";
import { modelFactory } from "./dialect/model-factory.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import type { CodeTools } from "./engine/code/code-tools.ts";
import { OPERAND_WORDS, OPERANDS_HINT, type Operand } from "./engine/operand.ts";
import type { Target } from "./engine/ports.ts";
import { type Replay, replay } from "./engine/replay.ts";
import { findMigration } from "./migration/find.ts";
import type { Migration } from "./migration/migration.ts";
import { compareVersions } from "./migration/version.ts";
import type { Model } from "./model/model.ts";
import type { ShadowOptions } from "./shadow/sql-shadow.ts";
import type { Source } from "./text/source.ts";

/** What a source may need of the open tidemark. */
export interface SchemaAccess {
  readonly dialect: Dialect;
  /** The managed keyspace. */
  readonly scope: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Name of tidemark's own table, which is no part of a schema; undefined where it is in another keyspace. */
  readonly historyTable: string | undefined;
  /** Where statements of SQL are tried. */
  readonly shadow: ShadowOptions;
  readonly inputs: ConfigInputs;
  /** For migrations in code. */
  readonly code: CodeTools;
  target(): Promise<Target>;
  loadMigrations(): Promise<readonly Migration[]>;
  /** Those of the configuration. */
  loadModels(): Promise<readonly Model[]>;
  /** Opens another target for as long as `use` takes. */
  withOther<Result>(inputs: ConfigInputs, use: (target: Target) => Promise<Result>): Promise<Result>;
}

export interface SourceOptions {
  /** Whose rules hold for what no server was asked about: "cassandra:4.1". */
  readonly server?: string | undefined;
  readonly like?: SchemaModel | undefined;
  /** The other side of a comparison: what models say nothing of is as it is there. */
  readonly beside?: SchemaModel | undefined;
}

/** Whether the source is a database, so that it knows its own server. */
export function isAsked(operand: Operand): boolean {
  return operand.kind !== "files" && operand.kind !== "models" && operand.kind !== "snapshot";
}

const COMPLETE = { problems: [], isWhole: true };

export async function readSource(operand: Operand, access: SchemaAccess, options: SourceOptions): Promise<Replay> {
  switch (operand.kind) {
    case "live":
      return { model: await (await access.target()).readSchema(), ...COMPLETE };
    case "keyspace":
    case "schema":
      return { model: await (await access.target()).readSchema(operand.name), ...COMPLETE };
    case "files":
      return readFiles(operand.at, access, options);
    case "models":
      return readModels(access, options);
    case "snapshot":
      return readSnapshot(operand.path, access, options);
    case "profile": {
      const flags = { config: access.inputs.flags.config, profile: operand.name };
      return readOther({ ...access.inputs, flags }, access);
    }
    case "url":
      // Nothing else of the configuration: its password is not for another server.
      return readOther({ cwd: access.inputs.cwd, env: {}, flags: { url: operand.url }, values: {} }, access);
  }
}

async function readOther(inputs: ConfigInputs, access: SchemaAccess): Promise<Replay> {
  return { model: await access.withOther(inputs, (target) => target.readSchema()), ...COMPLETE };
}

async function readFiles(at: string | undefined, access: SchemaAccess, options: SourceOptions): Promise<Replay> {
  const { dialect, scope, variables } = access;
  const migrations = await access.loadMigrations();
  if (dialect.family === "sql") {
    const { replayOnShadow } = await loadReplay();
    return replayOnShadow(upTo(at, migrations), access.shadow, { dialect, scope, variables, code: access.code });
  }
  const factory = await modelFactory(dialect, options);
  return replay(upTo(at, migrations), factory.empty(scope), { dialect, scope, variables, code: access.code });
}

/** Few commands need it, and it needs an embedded PostgreSQL. */
function loadReplay(): Promise<typeof import("./shadow/replay-on-shadow.ts")> {
  return import("./shadow/replay-on-shadow.ts");
}

function upTo(at: string | undefined, migrations: readonly Migration[]): readonly Migration[] {
  if (at === undefined) return migrations;
  // What the schema was before the first.
  if (/^V?0+$/i.test(at)) return [];
  const found = findMigration(migrations, at);
  if (found.kind === "not-found") {
    const { message, hint } = found.diagnostic;
    throw new ToolError("usage", message, { hint });
  }
  return migrations.filter(({ version }) => compareVersions(version, found.migration.version) <= 0);
}

/** Loads what declares them here, for few commands need it. */
async function readModels(access: SchemaAccess, { beside, ...options }: SourceOptions): Promise<Replay> {
  const { dialect, scope, historyTable } = access;
  if (dialect.family === "sql") {
    throw new ToolError("usage", "models are for CQL, and the target is a SQL database", {
      hint: "compare `live` and `files`",
    });
  }
  const [models, factory, { declareOn }] = await Promise.all([
    access.loadModels(),
    modelFactory(dialect, options),
    import("./declared-schema.ts"),
  ]);
  const { model, problems } = declareOn(models, { scope, beside: beside ?? factory.empty(scope), historyTable });
  return { model, problems, isWhole: problems.length === 0 };
}

async function readSnapshot(path: string, access: SchemaAccess, options: SourceOptions): Promise<Replay> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const meant = suggest(path, OPERAND_WORDS);
    const hint = meant === undefined ? OPERANDS_HINT : `did you mean \`${meant}\`? ${OPERANDS_HINT}`;
    throw new ToolError("usage", `cannot read \`${path}\`: ${reasonOf(error)}`, { hint, cause: error });
  }
  const { model, ...rest } = await parseSnapshot({ name: path, text: text.replace(/^\uFEFF/, "") }, access, options);
  // The output of DESCRIBE has it.
  const { historyTable } = access;
  return { model: historyTable === undefined ? model : model.withoutTable(historyTable), ...rest };
}

async function parseSnapshot(source: Source, access: SchemaAccess, options: SourceOptions): Promise<Replay> {
  const { dialect, scope } = access;
  if (dialect.family === "sql" && !/^\s*\{/.test(source.text)) {
    const { replaySourceOnShadow } = await loadReplay();
    return replaySourceOnShadow(source, access.shadow, { dialect, scope, variables: {} });
  }
  return (await modelFactory(dialect, options)).parse(source, scope);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a directory";
  return code === "EACCES" ? "it may not be read" : messageOf(error);
}
