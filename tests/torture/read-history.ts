// What a keyspace's history table holds, past tidemark's own reading of it.
import cassandra, { type Client, type types } from "cassandra-driver";
import { retryRead } from "../../src/adapters/cassandra/retry-read.ts";

export const HISTORY_TABLE = "tidemark_history";

export interface HistoryReading {
  /** Null when nobody holds the lock. */
  readonly owner: string | null;
  /** Of the lock that is held now; so is the process that holds it. */
  readonly epoch: number | undefined;
  readonly pid: number | undefined;
  /** The journal; null when nothing is under way. */
  readonly running: string | null;
  /** In order, without times and names of machines. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

const EVENT_COLUMNS = "seq, kind, version, name, checksum, direction, down_text, error";
const INVALID = 0x2200;

/** As of a keyspace where nothing has happened when there is no table yet. Reads at every node. */
export async function readHistory(client: Client, keyspace: string): Promise<HistoryReading> {
  const { serial, all } = cassandra.types.consistencies;
  const from = `FROM ${keyspace}.${HISTORY_TABLE} WHERE scope = '${keyspace}'`;
  // Cassandra 5.0.8: a table that is just being made is found, and cannot be read ("Unknown CF").
  const read = (columns: string, consistency: number): Promise<types.ResultSet> =>
    retryRead(() => client.execute(`SELECT ${columns} ${from}`, [], { consistency }));
  try {
    const statics = await read("DISTINCT scope, lease_owner, lease_holder, lease_epoch, running", serial);
    const { rows } = await read(EVENT_COLUMNS, all);
    const [first] = statics.rows;
    const owner = first?.lease_owner ?? null;
    return {
      owner,
      epoch: owner === null ? undefined : Number(first?.lease_epoch),
      pid: owner === null ? undefined : JSON.parse(first?.lease_holder).pid,
      running: first?.running ?? null,
      // A row without an event is the static columns' own.
      events: rows
        .filter(({ seq }) => seq !== null)
        .map((row) => Object.fromEntries(row.keys().map((name) => [name, row.get(name)]))),
    };
  } catch (error) {
    if (!(error instanceof cassandra.errors.ResponseError) || error.code !== INVALID) throw error;
    return { owner: null, epoch: undefined, pid: undefined, running: null, events: [] };
  }
}
