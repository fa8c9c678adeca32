// The backends of code that runs on a SQL database: all of it in one transaction, or each statement by itself.
import { ToolError } from "../../base/errors.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import type { SessionPort } from "../../sql/session/open-session.ts";
import { takeTurns } from "../../sql/session/turns.ts";
import type { SqlRow } from "../../sql/session.ts";
import type { HistoryChange } from "../ports.ts";
import { throwIfInterrupted } from "../with-lease.ts";
import { liveCode } from "./live-code.ts";
import { type BatchEnd, decodeBatchEnd, encodeBatchEnd, runBatches } from "./sql-batches.ts";
import type { SqlCodeBackend } from "./sql-code-context.ts";
import type { SqlCodeOptions, SqlCodeState } from "./sql-run-code.ts";
import { sqlTransact } from "./sql-transact.ts";

export interface SqlStatementsBackend extends SqlCodeBackend {
  /** Waits for the builds that it has started, and were not waited for. */
  settle(): Promise<void>;
}

export function sqlTransactionBackend(port: SessionPort, options: SqlCodeOptions): SqlCodeBackend {
  const { lease, context, migration } = options;
  let cursors = 0;
  const never = async (): Promise<never> => {
    throw new ToolError("usage", "nothing can be finished before the rest of a transaction");
  };
  return {
    isDryRun: false,
    enclosing: "migration",
    port,
    assertHeld: () => lease.assertHeld(),
    async *pages(text, values, pageSize, occupy) {
      cursors += 1;
      const name = `tidemark_rows_${cursors}`;
      await occupy(() => port.send(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values));
      let isOpen = true;
      try {
        for (;;) {
          isOpen = false;
          const rows = await occupy(() => port.send(`FETCH ${pageSize} FROM ${name}`, []));
          isOpen = true;
          if (rows.length > 0) yield rows;
          if (rows.length < pageSize) return;
        }
      } finally {
        // Of a transaction that has failed there is nothing to close.
        if (isOpen) await occupy(() => port.send(`CLOSE ${name}`, []));
      }
    },
    batches: never,
    isFinished: () => false,
    finish: never,
    unfinish: never,
    log: (message) => context.emit({ kind: "code-said", migration, message }),
    // Without types a count of the driver's may come as a bigint.
    progress: (done, total) =>
      context.emit({ kind: "code-progressed", migration, done: Number(done), total: total && Number(total) }),
  };
}

export function sqlStatementsBackend(options: SqlCodeOptions): SqlStatementsBackend {
  const { lease, context, keyspace } = options;
  const { target, signal } = context;
  let state: SqlCodeState = { checkpoints: options.finished, positions: options.positions };
  const live = liveCode({
    ...options,
    record: (checkpoints) => write(() => ({ ...state, checkpoints: [...checkpoints] })),
  });
  const describe = describeOnce(target.dialect);

  /** One after the other: each writes all of the state, as the one before has left it. */
  const recording = takeTurns();

  function write(change: () => SqlCodeState): Promise<void> {
    return recording.take(async () => {
      const next = change();
      await lease.write(options.changeAt(next));
      state = next;
      options.onRecorded(next);
    });
  }

  const port: SessionPort = {
    async send(text, values) {
      const { rows } = await live.send({ ...(await describe(text)), text }, values);
      return rows as readonly SqlRow[];
    },
    transaction(work, { attempts, isolation }) {
      if (isolation !== undefined) throw new ToolError("usage", "`isolation` is not for transactions of migrations");
      options.onChange();
      const change = (): HistoryChange => options.changeAt(state);
      return recording.take(() => sqlTransact(options, { attempts, work, change, whenUnknown: "step-in-doubt" }));
    },
  };

  return {
    isDryRun: false,
    enclosing: undefined,
    port,
    assertHeld: () => lease.assertHeld(),
    async *pages(text, parameters, pageSize, occupy) {
      let pageState: string | undefined;
      do {
        const request = { text, parameters, keyspace, pageSize, pageState };
        const page = await occupy(() => target.query(request));
        if (page.rows.length > 0) yield page.rows;
        ({ pageState } = page);
      } while (pageState !== undefined);
    },
    async batches(work) {
      const { name } = work;
      const { [name]: start } = state.positions;
      if (live.isFinished(name)) {
        live.log(`${name}: finished by an earlier try`);
        return 0;
      }
      const after = (end: BatchEnd): SqlCodeState => {
        return { ...state, positions: { ...state.positions, [name]: encodeBatchEnd(end) } };
      };
      const done = await runBatches(work, {
        keyspace,
        start: start && decodeBatchEnd(start),
        check() {
          throwIfInterrupted(signal);
          lease.assertHeld();
        },
        transact(carryOut) {
          options.onChange();
          return recording.take(async () => {
            const end = await sqlTransact(options, {
              whenUnknown: "connection-failed",
              work: carryOut,
              change: (next) => options.changeAt(next === undefined ? state : after(next)),
            });
            if (end !== undefined) {
              state = after(end);
              options.onRecorded(state);
            }
            return end;
          });
        },
        progress: live.progress,
      });
      const { [name]: _done, ...positions } = state.positions;
      state = { ...state, positions };
      await live.finish(name);
      return done;
    },
    isFinished: live.isFinished,
    finish: live.finish,
    unfinish: live.unfinish,
    log: live.log,
    progress: live.progress,
    settle: live.settle,
  };
}

function describeOnce(dialect: Dialect): Dialect["describe"] {
  let last: { readonly text: string; readonly description: ReturnType<Dialect["describe"]> } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, description: dialect.describe(text) };
    return last.description;
  };
}
