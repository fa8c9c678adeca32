// Opens the keyspace of a real server that migrations are tried in, and drops it again.
import { ToolError } from "../base/errors.ts";
import type { Target } from "../engine/ports.ts";
import { statementStep } from "../plan/plan.ts";
import type { OpenedServer } from "./server-scratch.ts";

export interface ThrowAwayOptions extends Pick<OpenedServer, "isWhole"> {
  openTarget(): Promise<Target>;
  /** Of the keyspace that is made. */
  optionsFor(target: Target): Pick<OpenedServer, "context" | "options">;
}

/** Closing it drops what was made, unless the whole server is thrown away. @throws ToolError "connection-failed", "server-failed" */
export async function openThrowAway({ openTarget, optionsFor, isWhole }: ThrowAwayOptions): Promise<OpenedServer> {
  const target = await openTarget();
  let isClosed = false;
  const end = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    try {
      if (!isWhole) await dropKeyspace(target, target.scope);
    } finally {
      await target.close();
    }
  };
  try {
    // Of an earlier try.
    if (isWhole) for (const name of await readOwnKeyspaces(target)) await dropKeyspace(target, name);
    await target.initialize({ createScope: true });
  } catch (error) {
    await end().catch(() => undefined);
    throw error;
  }
  return { ...optionsFor(target), isWhole, close: end };
}

async function readOwnKeyspaces(target: Target): Promise<readonly string[]> {
  const text = "SELECT keyspace_name FROM system_schema.keyspaces";
  const { rows } = await target.query({ text, keyspace: "system_schema", pageSize: 5_000 });
  return rows.map(({ keyspace_name: name }) => String(name)).filter((name) => !name.startsWith("system"));
}

async function dropKeyspace(target: Target, name: string): Promise<void> {
  const text = `DROP KEYSPACE IF EXISTS "${name.replaceAll('"', '""')}"`;
  const [statement] = target.dialect.split({ name: "verify", text }, { start: 0, end: text.length }).statements;
  if (statement === undefined) return;
  const place = { index: 0, keyspace: "system", timeoutMs: undefined, file: "verify", line: 1 };
  const outcome = await target.execute(statementStep(text, statement.facts, place), {});
  if (outcome.kind !== "done") {
    throw new ToolError("server-failed", `the keyspace \`${name}\`, made for the moment, is left: ${outcome.message}`, {
      hint: `drop it yourself: ${text}`,
    });
  }
  await target.awaitAgreement();
}
