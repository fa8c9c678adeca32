// Connections that are open and free, lent one at a time: whoever holds one has it for itself.
import { assert } from "../../base/assert.ts";
import type { SqlConnection, SqlConnector } from "./connection.ts";

export interface ConnectionPool {
  readonly kind: SqlConnector["kind"];
  /**
   * Lends a connection for the time of `work`, which leaves no transaction open.
   * @param urgency "at-once": one more is opened where all others are lent out; a renewal waits for nobody
   * @throws ToolError of the connector
   */
  use<Result>(work: (connection: SqlConnection) => Promise<Result>, urgency?: "at-once"): Promise<Result>;
  /** Lends one until `giveBack`. */
  take(urgency?: "at-once"): Promise<LentConnection>;
  /** Whether all that may be lent are. */
  isExhausted(): boolean;
  close(): Promise<void>;
}

export interface LentConnection {
  readonly connection: SqlConnection;
  giveBack(): void;
}

/** More than one only for what runs beside a transaction, and for code that asks for many things at once. */
const SERVER_LENT_MAX = 5;

/** @param adopted already open, the pool's from now on */
export function connectionPool(connector: SqlConnector, adopted: readonly SqlConnection[] = []): ConnectionPool {
  const free: SqlConnection[] = [...adopted];
  const all = new Set<SqlConnection>(adopted);
  const waiting: (() => void)[] = [];
  const lentMax = connector.kind === "embedded" ? 1 : SERVER_LENT_MAX;
  let lentCount = 0;
  let isClosed = false;

  async function take(urgency?: "at-once"): Promise<LentConnection> {
    const mustWait = connector.kind === "embedded" || urgency === undefined;
    if (mustWait && (lentCount >= lentMax || waiting.length > 0)) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else lentCount += 1;
    try {
      const connection = await findOrOpen();
      return lend(connection);
    } catch (error) {
      passOn();
      throw error;
    }
  }

  async function findOrOpen(): Promise<SqlConnection> {
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (!connection.isLost) return connection;
      forget(connection);
    }
    assert(!isClosed, "nothing is asked of a target that was closed");
    const connection = await connector.open();
    all.add(connection);
    return connection;
  }

  function lend(connection: SqlConnection): LentConnection {
    let isBack = false;
    return {
      connection,
      giveBack() {
        if (isBack) return;
        isBack = true;
        if (connection.isLost) forget(connection);
        else free.push(connection);
        passOn();
      },
    };
  }

  /** The right to one goes to who waits for it longest. */
  function passOn(): void {
    const next = waiting.shift();
    if (next === undefined) lentCount -= 1;
    else next();
  }

  function forget(connection: SqlConnection): void {
    all.delete(connection);
    void connection.close();
  }

  return {
    kind: connector.kind,
    async use(work, urgency) {
      const { connection, giveBack } = await take(urgency);
      try {
        return await work(connection);
      } finally {
        giveBack();
      }
    },
    take,
    isExhausted: () => lentCount >= lentMax,
    async close() {
      isClosed = true;
      await Promise.all([...all].map((connection) => connection.close()));
      await connector.close();
    },
  };
}
