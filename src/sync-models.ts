// Ties models to the engine's `sync`: reads them beside connecting, declares them on the live schema, and knows where each
// of them stands.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { type DeclaredPlace, previewSync, readLive, type SyncOptions, type SyncResult, sync } from "./engine/sync.ts";
import type { EngineContext } from "./engine/with-lease.ts";
import type { Model, Place } from "./model/model.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";
import { lineStarts, type Source, spanOfLine } from "./text/source.ts";

export interface SyncReport extends SyncResult {
  /** How many tables the models declare. */
  readonly tableCount: number;
}

export interface SyncModelsOptions {
  readonly isDryRun: boolean;
  readonly dropsIndexes: boolean;
  /** Name of tidemark's own table; undefined where it is in another keyspace. */
  readonly historyTable: string | undefined;
}

/**
 * @param opening the target, which is being connected to
 * @param loading the models, which are being read
 * @throws DiagnosticsError "model-invalid" for what the server would refuse, and see `sync`
 */
export async function syncModels(
  opening: Promise<EngineContext>,
  loading: Promise<readonly Model[]>,
  { isDryRun, dropsIndexes, historyTable }: SyncModelsOptions,
): Promise<SyncReport> {
  // What takes long to load is loaded while the database answers. A mistake in the models is told whether it does or not.
  const live = opening.then(({ target }) => readLive(target));
  live.catch(() => undefined);
  const [models, { declareOn }] = await Promise.all([loading, import("./declared-schema.ts")]);
  const context = await opening;
  const options: SyncOptions = {
    dropsIndexes,
    live,
    placeOf: placesOf(models),
    async declareOn(live) {
      const { scope } = context.target;
      const { model, problems } = declareOn(models, { scope, beside: live, historyTable });
      if (problems.length === 0) return model;
      throw new DiagnosticsError("model-invalid", `${problems.length} mistakes in the models`, problems);
    },
  };
  const result = await (isDryRun ? previewSync(context, options) : sync(context, options));
  return { ...result, tableCount: countTables(models) };
}

/** Those under the views, too. */
function countTables(models: readonly Model[]): number {
  return new Set([...allOf(models)].filter(({ kind }) => kind === "table")).size;
}

/** Those that a model holds are known with it. */
function placesOf(models: readonly Model[]): SyncOptions["placeOf"] {
  const places = new Map<string, Place>();
  for (const { kind, name, place } of allOf(models)) {
    const id = `${kind} ${name}`;
    if (place !== undefined && !places.has(id)) places.set(id, place);
  }
  const sources = new Map<string, Source>();
  return ({ kind, name }) => {
    const place = places.get(`${kind} ${name}`);
    if (place === undefined) return { file: "models", line: 1 };
    const source = sources.get(place.file) ?? readSource(place.file);
    sources.set(place.file, source);
    return placeIn(source, place);
  };
}

function* allOf(models: readonly Model[]): Iterable<Model> {
  for (const model of models) {
    yield model;
    if (model.kind === "view") yield* allOf([model.base]);
    else yield* allOf(model.userTypes);
  }
}

/** With its text, for a frame. */
function readSource(file: string): Source {
  const shown = relative(process.cwd(), file);
  const name = shown.startsWith("..") ? file : shown;
  try {
    return { name, text: readFileSync(file, "utf8") };
  } catch {
    return { name, text: "" };
  }
}

/** The whole line: the column is that of the text as it was transformed. */
function placeIn(source: Source, { line }: Place): DeclaredPlace {
  const { name: file, text } = source;
  if (lineStarts(source)[line - 1] === undefined || text === "") return { file, line };
  return { file, line, source, span: spanOfLine(source, line) };
}
