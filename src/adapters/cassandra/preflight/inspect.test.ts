import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import type { Check } from "../../../engine/ports.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import { driverError, fakeClient } from "../fake-client.test.ts";
import type { CassandraOptions } from "../session-options.ts";
import { inspect } from "./inspect.ts";
import { stepsOf } from "./steps-fixture.test.ts";

// What real servers answer is in tests/integration/preflight.test.ts.

const INVALID = 0x2200;
const UNAUTHORIZED = 0x2100;
const PROTOCOL_ERROR = 0x000a;

const CREATE = "CREATE TABLE t (id int PRIMARY KEY)";

const OPTIONS: CassandraOptions = {
  contactPoints: [],
  localDatacenter: undefined,
  auth: undefined,
  consistency: "LOCAL_QUORUM",
  serialConsistency: "SERIAL",
  connectTimeoutMs: 1_000,
  requestTimeoutMs: 1_000,
  ssl: undefined,
  secureConnectBundle: undefined,
  keyspace: "shop",
  replication: undefined,
  history: { keyspace: "shop", table: "tidemark_history" },
  agreement: { view: "nodes", waitMs: 100, tolerateDown: 0 },
};

interface Server {
  readonly client: Client;
  /** "system_schema.tables shop" */
  readonly asked: readonly string[];
}

/** Cassandra with a role of single permissions; of every table one row, or what the test says. */
function server(rows: Readonly<Record<string, object | Error | undefined>> = {}): Server {
  const asked: string[] = [];
  const known: typeof rows = {
    "system.local": { release_version: "4.0.19", cluster_name: "c", data_center: "dc1", schema_version: "1" },
    "system_schema.keyspaces": { keyspace_name: "shop", replication: { class: "SimpleStrategy" } },
    "system_schema.tables": { table_name: "tidemark_history" },
    "LIST ROLES": { role: "app", super: false },
    "LIST ALL": grant("ALTER"),
    ...rows,
  };
  const client = fakeClient((query) => {
    const row = known[tableOf(query)];
    if (row instanceof Error) throw row;
    return row;
  });
  const execute = client.execute.bind(client);
  const noting = (query: string, params: unknown[]): Promise<unknown> => {
    asked.push(`${tableOf(query)} ${params.join()}`.trim());
    return execute(query, params);
  };
  return { client: Object.assign(client, { execute: noting }), asked };
}

function grant(permission: string): object {
  return { role: "app", resource: "<keyspace shop>", permission };
}

/** What a query is about: the table, or the beginning of a LIST. */
function tableOf(query: string): string {
  return /^LIST \w+/.exec(query)?.[0] ?? / FROM (\S+)/.exec(query)?.[1] ?? "";
}

interface Look {
  readonly steps?: readonly StatementStep[];
  readonly extent?: "steps" | "whole";
  readonly role?: string;
}

async function look(
  { client }: Server,
  { steps = stepsOf(CREATE), extent = "steps", role }: Look = {},
): Promise<Check[]> {
  const auth = role === undefined ? undefined : { username: role, password: { reveal: () => "" } };
  const { checks } = await inspect(client, { ...OPTIONS, auth }, steps, extent);
  return [...checks];
}

function only(checks: readonly Check[], ...names: readonly string[]): readonly string[] {
  const meant = checks.filter(({ name }) => names.includes(name));
  return meant.map(({ name, verdict, finding }) => `${name} ${verdict}: ${finding}`);
}

test("before a run without a role two queries do", async () => {
  const asked = server();
  await look(asked);
  assert.deepEqual(asked.asked, ["system.local", "system_schema.keyspaces shop"]);
});

test("of a role with single permissions the schema of the keyspaces is read that its statements name", async () => {
  const asked = server({ "LIST ALL": grant("MODIFY") });
  await look(asked, { role: "app", steps: stepsOf("ALTER TABLE other.t ADD a int", "TRUNCATE system.t") });
  const columns = asked.asked.filter((each) => each.startsWith("system_schema.columns"));
  assert.deepEqual(columns.sort(), ["system_schema.columns other", "system_schema.columns shop"]);
});

test("before a run what cannot be read is an error", async () => {
  await assert.rejects(look(server({ "system_schema.keyspaces": driverError("ResponseError", INVALID) })), {
    code: "server-failed",
  });
});

test("in a whole look what cannot be read is unknown, each for itself", async () => {
  const cannot = "could not be looked at: the server refused";
  const keyspaces = server({ "system_schema.keyspaces": driverError("ResponseError", INVALID) });
  const blind = await look(keyspaces, { extent: "whole", role: "app" });
  assert.match(only(blind, "replication").join(), new RegExp(`^replication unknown: it ${cannot}`));
  assert.match(only(blind, "permissions").join(), new RegExp(`^permissions unknown: it ${cannot}`));
  assert.deepEqual(only(blind, "features"), ["features ok: no optional feature is needed"]);

  const settings = server({ "system_views.settings": driverError("ResponseError", PROTOCOL_ERROR) });
  const hidden = await look(settings, { extent: "whole", role: "app" });
  assert.match(only(hidden, "features").join(), new RegExp(`^features unknown: it ${cannot}`));
  assert.match(only(hidden, "replication").join(), /^replication ok/);
});

test("who is a server that cannot be asked at all fails a whole look as well", async () => {
  const nobody = server({ "system.local": driverError("ResponseError", INVALID) });
  await assert.rejects(look(nobody, { extent: "whole" }), { code: "server-failed" });
});

test("under the lease a list that lacks the history is not believed", async () => {
  const found = await look(server({ "LIST ALL": undefined }), { role: "app" });
  assert.match(only(found, "permissions").join(), /^permissions unknown: .* the server's list lacks SELECT/);
});

test("in a whole look the list is believed unless the history can be read without what it lacks", async () => {
  const whole = { extent: "whole", role: "app", steps: [] } as const;
  const silent = await look(server({ "LIST ALL": undefined }), whole);
  assert.match(only(silent, "permissions").join(), /^permissions unknown: .* the server's list lacks SELECT/);
  const denied = { "shop.tidemark_history": driverError("ResponseError", UNAUTHORIZED) };
  const lacking = await look(server({ "LIST ALL": undefined, ...denied }), whole);
  assert.match(only(lacking, "permissions").join(), /^permissions problem: the history needs SELECT/);
});
