// Goes through a table batch by batch: each is a transaction that holds the work on its rows and how far the work has come.

import { refuseUnknownOptions } from "../../base/refuse-unknown-options.ts";
import type { BatchOptions } from "../../migration/sql-code-migration.ts";
import {
  type BatchKey,
  type BatchPosition,
  type BatchSource,
  batchRowsText,
  batchUpdateText,
  type ColumnRow,
  columnsOfText,
  judgeKey,
  keyOfRow,
  lastKeyText,
  nextKeyText,
  rowEstimateText,
  type UniqueIndexRow,
  uniqueIndexesText,
} from "../../sql/session/batch-texts.ts";
import type { SessionPort } from "../../sql/session/open-session.ts";
import type { SqlText } from "../../sql/session/select-text.ts";
import type { SqlRow } from "../../sql/session.ts";
import type { BatchWork } from "./sql-code-context.ts";

export interface BatchWorld {
  readonly keyspace: string;
  /** What the journal holds of it; undefined: nothing was done yet. */
  readonly start: BatchEnd | undefined;
  /** Before every batch. @throws ToolError "interrupted", "lock-lost" */
  check(): void;
  /** Carries `work` out in a transaction, with what the journal is to hold after it; undefined: nothing was left to do. */
  transact(work: (port: SessionPort) => Promise<BatchEnd | undefined>): Promise<BatchEnd | undefined>;
  progress(done: number, total: number | undefined): void;
}

export interface BatchEnd {
  /** Rows. */
  readonly done: number;
  /** The last key that is done. */
  readonly key: readonly string[];
  /** The last key there was before the first batch: what has come or moved behind it meanwhile is not touched. */
  readonly until: readonly string[];
}

/** As the journal keeps it. */
export function encodeBatchEnd({ done, key, until }: BatchEnd): readonly unknown[] {
  return [done, key, until];
}

export function decodeBatchEnd([done, key, until]: readonly unknown[]): BatchEnd {
  return { done: Number(done), key: key as readonly string[], until: until as readonly string[] };
}

/** @returns how many rows there were */
export async function runBatches(work: BatchWork, world: BatchWorld): Promise<number> {
  const { options } = work;
  const source = await readSource(options, world.keyspace, work.reader);
  // With a condition nobody knows how many.
  const total = options.where === undefined ? await readEstimate(options, world.keyspace, work.reader) : undefined;
  let end = world.start;
  if (end !== undefined) world.progress(end.done, atLeast(total, end.done));
  for (;;) {
    world.check();
    const from = end;
    const next = await work.occupy(() => world.transact((port) => carryOutNext(work, source, from, port)));
    if (next === undefined) return from?.done ?? 0;
    end = next;
    world.progress(end.done, atLeast(total, end.done));
  }
}

async function carryOutNext(
  { options, set, size, carryOut }: BatchWork,
  source: BatchSource,
  from: BatchEnd | undefined,
  port: SessionPort,
): Promise<BatchEnd | undefined> {
  const { done, key: after } = from ?? { done: 0, key: undefined };
  const until = from?.until ?? (await readKey(source, lastKeyText(source), port));
  if (until === undefined) return undefined;
  const key = await readKey(source, nextKeyText(source, after, until, size), port);
  if (key === undefined) return undefined;
  if (set !== undefined) {
    const changed = await send(port.send, batchUpdateText(source, set, after, key));
    return { done: done + changed.length, key, until };
  }
  const rows = await send(port.send, batchRowsText(source, options.columns, after, key));
  // All of them may have been deleted just now.
  if (rows.length > 0) await carryOut(rows, port);
  return { done: done + rows.length, key, until };
}

async function readKey(source: BatchSource, text: SqlText, port: SessionPort): Promise<BatchPosition> {
  const [row] = await send(port.send, text);
  return row && keyOfRow(source, row);
}

/** @throws ToolError for a key that is none */
export async function readSource(
  options: BatchOptions,
  keyspace: string,
  reader: SessionPort["send"],
): Promise<BatchSource> {
  const { table, where, ...rest } = options;
  refuseUnknownOptions("batches", rest, ["key", "size", "columns", "name"]);
  const names = [options.key].flat();
  const columns = await send(reader, columnsOfText(table, keyspace));
  const indexes = await send(reader, uniqueIndexesText(table, keyspace));
  const key: readonly BatchKey[] = judgeKey(
    table,
    names,
    columns as unknown as readonly ColumnRow[],
    indexes as unknown as readonly UniqueIndexRow[],
  );
  return { table, key, where };
}

async function readEstimate(
  { table }: BatchOptions,
  keyspace: string,
  reader: SessionPort["send"],
): Promise<number | undefined> {
  const [row] = await send(reader, rowEstimateText(table, keyspace));
  const rows = Number(row?.rows ?? -1);
  return rows > 0 ? rows : undefined;
}

/** An estimate may be too small. */
function atLeast(total: number | undefined, done: number): number | undefined {
  return total === undefined ? undefined : Math.max(total, done);
}

function send(sender: SessionPort["send"], { text, values }: SqlText): Promise<readonly SqlRow[]> {
  return sender(text, values);
}
