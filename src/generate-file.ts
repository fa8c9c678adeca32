// Writes the migration that leads from what the files produce to what the models declare. Asks no server.
import { existsSync } from "node:fs";
import { ToolError } from "./base/errors.ts";
import { findRenames } from "./cql/generate/find-renames.ts";
import { generateMigration } from "./cql/generate/generate-migration.ts";
import { describeRenamed, printRename, type Rename } from "./cql/generate/rename.ts";
import { resolveRenames } from "./cql/generate/resolve-renames.ts";
import type { Keyspace } from "./cql/schema/schema.ts";
import { declareOn } from "./declared-schema.ts";
import { CqlSchemaModel } from "./dialect/cql-schema-model.ts";
import type { SchemaChange, SchemaModel } from "./dialect/schema-model.ts";
import { createMigrationFiles, planMigrationFiles } from "./migration/create-files.ts";
import type { NewFileFormat, NewFileOptions } from "./migration/plan-new-file.ts";
import type { Model } from "./model/model.ts";
import { readSource, type SchemaAccess } from "./schema-sources.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";

export interface GenerateCall {
  /** Those of the configuration by default. */
  readonly models?: readonly Model[] | undefined;
  /**
   * What only gets another name: `colour:color`, or with its table or type `products.colour:color`; tables `old:new`. These
   * and no others, unless `isRename` says so of more. Without both, what may be a rename is refused.
   */
  readonly renames?: readonly string[] | undefined;
  /** Asked of each thing that is gone and one like it that is new, which no rename above names. */
  readonly isRename?: ((candidate: RenameCandidate, all: readonly RenameCandidate[]) => Promise<boolean>) | undefined;
  /** TypeScript also where CQL would do. */
  readonly code?: boolean | undefined;
  /** Whose rules hold: "cassandra:4.1"; the newest by default. */
  readonly server?: string | undefined;
  /** Writes no file. */
  readonly dryRun?: boolean | undefined;
}

export interface RenameCandidate {
  /** As `renames` takes it: `products.colour:color`. */
  readonly text: string;
  /** "column `colour` of table `products`" */
  readonly gone: string;
  /** The name of what is new. */
  readonly name: string;
}

export interface GenerateReport {
  /** Paths of what was written, or would be without `dryRun`; none when there is nothing to do. */
  readonly files: readonly string[];
  /** What is in it; "" when there is nothing to do. */
  readonly text: string;
  readonly format: "cql" | "code" | undefined;
  /** How files and models differ. */
  readonly changes: readonly SchemaChange[];
  /** As `renames` takes them. */
  readonly renames: readonly string[];
  /** What is thrown away for good on the way up; sentences without a full stop. */
  readonly losses: readonly string[];
  /** Why it cannot be rolled back; undefined when it can. */
  readonly noWayBack: string | undefined;
  /** Whether somebody has to write something before it can run. */
  readonly needsPerson: boolean;
  /** What that is. */
  readonly leftOpen: readonly string[];
  /** Statements of the files that are not understood: what they do is not in the comparison. */
  readonly problems: readonly Diagnostic[];
}

export interface GenerateContext {
  readonly access: SchemaAccess;
  /** As it is shown. */
  readonly directory: string;
  readonly nowMs: number;
}

/** @throws ToolError "usage", DiagnosticsError "migration-files-invalid", "model-invalid": nothing is written then */
export async function generateFile(
  description: string,
  call: GenerateCall,
  { access, directory, nowMs }: GenerateContext,
): Promise<GenerateReport> {
  const { scope } = access;
  // A project that begins has none yet; it is made with its first file.
  const files = existsSync(directory) ? access : { ...access, loadMigrations: () => Promise.resolve([]) };
  const { model: before, problems } = await readFiles(files, call.server);
  const models = call.models ?? (await access.loadModels());
  const declared = declareOn(models, { scope, beside: before, historyTable: access.historyTable });
  if (declared.problems.length > 0) {
    throw new DiagnosticsError(
      "model-invalid",
      `${declared.problems.length} mistakes in the models`,
      declared.problems,
    );
  }
  const [from, to] = [cqlModelOf(before), cqlModelOf(declared.model)];
  const renames = await settleRenames(keyspaceOf(from, scope), keyspaceOf(to, scope), call);
  const { changes } = from.compare(to, { from: "in the files", to: "in the models" });
  const common = { changes, renames: renames.map(printRename), problems };

  const made = generateMigration(from.schema, to.schema, {
    capabilities: from.capabilities,
    scope,
    description: description.replaceAll(/[_\s]+/g, " ").trim(),
    renames,
    format: call.code === true ? "code" : "shortest",
  });
  switch (made.kind) {
    case "nothing":
      return { ...common, ...NOTHING };
    case "impossible":
      throw new ToolError("model-invalid", `no migration leads to the models: ${made.reasons.join("; ")}`, {
        hint: "change the models, or write the migration by hand: tidemark new --code",
        details: { reasons: made.reasons },
      });
    default: {
      const { kind: format, text, losses, leftOpen, noWayBack } = made;
      const options: NewFileOptions = {
        description,
        format: FORMATS[format],
        extension: access.dialect.family,
        nowMs,
        text,
      };
      const paths =
        call.dryRun === true
          ? (await planMigrationFiles(directory, options)).map(({ path }) => path)
          : await createMigrationFiles(directory, options);
      return { ...common, files: paths, text, format, losses, noWayBack, needsPerson: leftOpen.length > 0, leftOpen };
    }
  }
}

const FORMATS: Readonly<Record<"cql" | "code", NewFileFormat>> = { cql: "versioned", code: "code" };

const NOTHING = {
  files: [],
  text: "",
  format: undefined,
  losses: [],
  noWayBack: undefined,
  needsPerson: false,
  leftOpen: [],
} as const;

/** Of several that may be it, the caller says which. */
export function refuseToGuess(candidates: readonly RenameCandidate[]): ToolError {
  const [first] = candidates;
  const texts = candidates.map(({ text }) => `--rename ${text}`);
  const what = candidates.length === 1 ? `${first?.gone} may` : `${candidates.length} things may`;
  return new ToolError("usage", `${what} be gone, or have another name now: ${texts.join(", ")}`, {
    hint: "say which by --rename, or that none is a rename by --no-rename",
    details: { candidates: candidates.map(({ text }) => text) },
  });
}

async function settleRenames(was: Keyspace, is: Keyspace, call: GenerateCall): Promise<readonly Rename[]> {
  const { renames, diagnostics } = resolveRenames(call.renames ?? [], was, is);
  if (diagnostics.length > 0)
    throw new DiagnosticsError("usage", `${diagnostics.length} mistakes in the renames`, diagnostics);
  const settled = [...renames];
  const denied = new Set<string>();
  // A table that has another name may have columns that have, too: until nothing is left to ask.
  for (;;) {
    const candidates = findRenames(was, is, settled).filter((each) => !denied.has(printRename(each)));
    const [first] = candidates;
    if (first === undefined) return settled;
    if (call.isRename === undefined) {
      if (call.renames !== undefined) return settled;
      throw refuseToGuess(candidates.map(describeCandidate));
    }
    if (await call.isRename(describeCandidate(first), candidates.map(describeCandidate))) settled.push(first);
    else denied.add(printRename(first));
  }
}

function describeCandidate(rename: Rename): RenameCandidate {
  return { text: printRename(rename), gone: describeRenamed(rename), name: rename.to };
}

async function readFiles(
  access: SchemaAccess,
  server: string | undefined,
): Promise<{ readonly model: SchemaModel; readonly problems: readonly Diagnostic[] }> {
  const { model, problems, isWhole } = await readSource({ kind: "files", at: undefined }, access, { server });
  if (isWhole) return { model, problems };
  throw new DiagnosticsError("migration-files-invalid", `${problems.length} mistakes in the migration files`, problems);
}

function cqlModelOf(model: SchemaModel): CqlSchemaModel {
  if (model instanceof CqlSchemaModel) return model;
  throw new ToolError("usage", "migrations are generated for databases of the CQL family alone");
}

function keyspaceOf({ schema }: CqlSchemaModel, scope: string): Keyspace {
  const keyspace = schema.keyspaces.get(scope);
  if (keyspace !== undefined) return keyspace;
  throw new ToolError(
    "migration-files-invalid",
    `the migration files drop the keyspace \`${scope}\` that they are for`,
  );
}
