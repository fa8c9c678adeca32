// The records of named sandboxes: a JSON file each, made by whoever is first, removed by its sandbox or by a sweep.
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLife } from "./control.ts";
import { recordsDirectory } from "./places.ts";
import type { SandboxPlace } from "./sandbox.ts";
import { removeSandbox } from "./sweep.ts";

/** A named sandbox; `place` is null until its servers answer. */
export interface SandboxRecord {
  readonly format: 1;
  readonly name: string;
  readonly directory: string;
  readonly startedAt: string;
  readonly supervisorPid: number;
  readonly place: SandboxPlace | null;
}

/** The record of the name, if its sandbox lives; what is left of a dead one is removed on the way. */
export async function readLiveRecord(name: string): Promise<SandboxRecord | undefined> {
  const file = recordFile(name);
  const record = await readRecord(file);
  if (record === undefined) return undefined;
  if ((await readLife(record.directory)) === "alive") return record;
  await dropDeadRecord(file);
  await removeSandbox(record.directory);
  return undefined;
}

export async function readLiveRecords(): Promise<readonly SandboxRecord[]> {
  const files = await readdir(recordsDirectory()).catch(() => []);
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  const records = await Promise.all(names.sort().map(readLiveRecord));
  return records.filter((record) => record !== undefined);
}

/** Undefined when the record is now this one; else the living record that was there first. */
export async function claimRecord(record: SandboxRecord): Promise<SandboxRecord | undefined> {
  await mkdir(recordsDirectory(), { recursive: true });
  const file = recordFile(record.name);
  const draft = await writeDraft(record);
  try {
    for (;;) {
      const isMine = await linkIfFree(draft, file);
      if (isMine) return undefined;
      const other = await readLiveRecord(record.name);
      if (other !== undefined) return other;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** For the holder of the name. */
export async function replaceRecord(record: SandboxRecord): Promise<void> {
  await rename(await writeDraft(record), recordFile(record.name));
}

/** For the holder of the name. */
export async function removeRecord(name: string): Promise<void> {
  await rm(recordFile(name), { force: true });
}

/** Moves the record aside first, so that of two who find it dead neither removes the record that the other has made since. */
async function dropDeadRecord(file: string): Promise<void> {
  const aside = `${file}.dead-${process.pid}`;
  const isMoved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!isMoved) return;
  const record = await readRecord(aside);
  if (record !== undefined && (await readLife(record.directory)) === "alive") await linkIfFree(aside, file);
  await rm(aside, { force: true });
}

async function linkIfFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function writeDraft(record: SandboxRecord): Promise<string> {
  const draft = `${recordFile(record.name)}.draft-${process.pid}`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
  return draft;
}

/** Records appear whole (by link and rename), so one that does not read as JSON is not ours. */
async function readRecord(file: string): Promise<SandboxRecord | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SandboxRecord);
}

function recordFile(name: string): string {
  return join(recordsDirectory(), `${name}.json`);
}
