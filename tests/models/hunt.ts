// One seed → random models on a real keyspace: by sync, and by files that `generate` writes, up and down again; after each,
// what is there is what was declared.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "../../src/base/errors.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { emptySchema } from "../../src/cql/schema/schema.ts";
import { declareOn } from "../../src/declared-schema.ts";
import type { SchemaChange, SchemaModel } from "../../src/dialect/schema-model.ts";
import type { GenerateReport } from "../../src/generate-file.ts";
import type { Model } from "../../src/model/model.ts";
import { writeModels } from "../../src/model/write-models.ts";
import { renderDiagnostic } from "../../src/text/diagnostic.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { execute, openSession, type ServerPlace } from "../conformance/server-session.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { keyspaceVersions } from "./random-keyspaces.ts";

export interface HuntSide {
  readonly place: ServerPlace;
  readonly capabilities: Capabilities;
  /** A name that nobody has used on this server. */
  readonly keyspace: string;
}

/** What came of a seed: how far each way went, and the first thing that was not as declared. */
export interface SeedOutcome {
  readonly done: ReadonlySet<HuntDeed>;
  readonly failure: string | undefined;
}

export type HuntDeed =
  | "synced"
  | "synced-change"
  | "sync-refused"
  | "generated"
  | "generated-code"
  /** No migration leads there: `generate` says so, and writes nothing. */
  | "not-generated"
  | "rolled-back"
  | "no-way-back"
  | "needs-a-person"
  /** The keyspace holds what models cannot say. */
  | "skipped";

/** Ends a seed: what is not as declared. */
class Found extends Error {}

export async function huntSeed(seed: number, side: HuntSide): Promise<SeedOutcome> {
  const { keyspace, capabilities } = side;
  const [first = emptySchema(), second = emptySchema()] = keyspaceVersions(seed, 2, "sayable", side);
  const done = new Set<HuntDeed>();
  const written = [first, second].map((schema) => writeModels(schema, keyspace));
  if (written.some(({ warnings }) => warnings.length > 0)) return { done: done.add("skipped"), failure: undefined };
  const directory = await mkdtemp(join(tmpdir(), "tidemark-models-"));
  const client = await openSession(side.place);
  try {
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    await execute(client, `CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`);
    const { contactPoint, port } = side.place;
    const place = { contactPoints: [contactPoint], port, keyspace, migrationsDir: directory };
    await using tidemark = await Tidemark.open(place);
    const hunt = { tidemark, done, server: `${capabilities.product}:${capabilities.release}` };
    await huntModels(hunt, evaluateModels(written[0]?.text ?? ""), evaluateModels(written[1]?.text ?? ""));
    return { done, failure: undefined };
  } catch (error) {
    const texts = written.map(({ text }) => text).join("\n// ---- then\n");
    return { done, failure: `${describe(error)}\n\n${texts}` };
  } finally {
    await execute(client, `DROP KEYSPACE IF EXISTS ${keyspace}`);
    await client.shutdown();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Hunt {
  readonly tidemark: Tidemark;
  readonly done: Set<HuntDeed>;
  /** Whose rules hold for files. */
  readonly server: string;
}

async function huntModels(hunt: Hunt, first: readonly Model[], second: readonly Model[]): Promise<void> {
  const { tidemark, done } = hunt;
  await tidemark.sync(first);
  done.add("synced");
  expectNone("after the first sync", await differences(hunt, first));
  await expectSynced(hunt, first);
  await migrateAndBack(hunt, first, second);
  await syncChange(hunt, second);
}

/** The files begin with what `sync` made, and go on from there. */
async function migrateAndBack(hunt: Hunt, first: readonly Model[], second: readonly Model[]): Promise<void> {
  const { tidemark, done, server } = hunt;
  const base = await tidemark.generate("first", { models: first, renames: [], server });
  if (base.files.length > 0) await tidemark.baseline("1");
  await expectGenerated(hunt, first);
  const before = await live(hunt);
  const change = await generateChange(hunt, second);
  if (change === undefined) return;
  if (change.files.length === 0) return expectNone("with nothing to generate", await differences(hunt, second));
  if (change.needsPerson) {
    done.add("needs-a-person");
    for (const file of change.files) await rm(file);
    return;
  }
  await tidemark.migrate();
  done.add(change.files.some((file) => file.endsWith(".ts")) ? "generated-code" : "generated");
  expectNone("after the generated migration", await differences(hunt, second));
  await expectGenerated(hunt, second);
  try {
    await tidemark.rollback({ steps: change.files.length });
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== "no-down-side") throw error;
    done.add("no-way-back");
    return;
  }
  done.add("rolled-back");
  expectNone("after the way back", before.compare(await live(hunt)).changes);
}

async function generateChange(
  { tidemark, done, server }: Hunt,
  models: readonly Model[],
): Promise<GenerateReport | undefined> {
  try {
    return await tidemark.generate("second", { models, renames: [], server });
  } catch (error) {
    if (!(error instanceof ToolError) || !error.message.startsWith("no migration leads to the models")) throw error;
    done.add("not-generated");
    return undefined;
  }
}

async function syncChange(hunt: Hunt, models: readonly Model[]): Promise<void> {
  const { tidemark, done } = hunt;
  const drifting = new Set<string>();
  try {
    const { drift } = await tidemark.sync(models, { dropRemovedIndexes: true });
    for (const { object } of drift) drifting.add(object);
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== "sync-refused") throw error;
    done.add("sync-refused");
    return;
  }
  done.add("synced-change");
  // Whatever takes something away is left to migrations, and reported as drift where models name what holds it.
  const changes = await differences(hunt, models);
  const left = changes.filter(({ kind, object }) => !kind.startsWith("drop-") && !drifting.has(object));
  // What stands on something with a part too many would have to be made again with it.
  const own = drifting.size === 0 ? left : left.filter(({ kind }) => !kind.startsWith("recreate-"));
  expectNone("after the sync of a change", own);
  await expectSynced(hunt, models);
}

async function live({ tidemark }: Hunt): Promise<SchemaModel> {
  return (await tidemark.target()).readSchema();
}

/** What would turn the live keyspace into what the models declare. */
async function differences(hunt: Hunt, models: readonly Model[]): Promise<readonly SchemaChange[]> {
  const beside = await live(hunt);
  const { scope } = await hunt.tidemark.target();
  const { model, problems } = declareOn(models, { scope, beside, historyTable: undefined });
  if (problems.length > 0) throw new Found(`models are refused:\n${problems.map(renderDiagnostic).join("\n")}`);
  return beside.compare(model).changes;
}

async function expectSynced({ tidemark }: Hunt, models: readonly Model[]): Promise<void> {
  const { statements } = await tidemark.sync(models, { dropRemovedIndexes: true });
  if (statements.length > 0) throw new Found(`the next sync did more:\n${statements.join("\n")}`);
}

async function expectGenerated({ tidemark, server }: Hunt, models: readonly Model[]): Promise<void> {
  const { files, text } = await tidemark.generate("again", { models, renames: [], server, dryRun: true });
  if (files.length > 0) throw new Found(`there is more to generate:\n${text}`);
}

function expectNone(when: string, changes: readonly SchemaChange[]): void {
  if (changes.length === 0) return;
  const lines = changes.map(({ object, description }) => `  ${object}: ${description}`);
  throw new Found(`${when}, there are differences:\n${lines.join("\n")}`);
}

function describe(error: unknown): string {
  if (error instanceof Found) return error.message;
  if (!(error instanceof Error)) return String(error);
  const diagnostics = "diagnostics" in error && Array.isArray(error.diagnostics) ? error.diagnostics : [];
  return [error.stack, ...diagnostics.map(renderDiagnostic)].join("\n");
}
