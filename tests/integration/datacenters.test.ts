// Goal: on two data centres migrations run through either, at every consistency, by one runner at a time; what cannot be is said.
// Method: one real cluster, two nodes in dc1 and one in dc2, whose only node is killed in the last test.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Client } from "cassandra-driver";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { retryRead } from "../../src/adapters/cassandra/retry-read.ts";
import { ToolError } from "../../src/base/errors.ts";
import type { Sandbox, SandboxNode } from "../../src/sandbox/sandbox.ts";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { Tidemark } from "../../src/tidemark.ts";
import type { TidemarkOptions } from "../../src/tidemark-options.ts";
import { sessionOptions, withServer } from "./cassandra/server.ts";

/** The counter shows whether anything was done twice. */
const FILES: Readonly<Record<string, string>> = {
  "V1__visits.cql": "CREATE TABLE visits (id int PRIMARY KEY, n counter);",
  "V2__first_visit.cql": "UPDATE visits SET n = n + 1 WHERE id = 1;",
};
const RUNNER_COUNT = 8;

/** As for other tests of several nodes; macOS has one loopback address, and each node needs its own. */
withServer("on two data centres", () => {
  const title = "two data centres";
  if (process.platform === "linux") onTwoDatacenters();
  else test(title, { skip: "each node needs a loopback address of its own" }, () => undefined);
});

function onTwoDatacenters(): void {
  let sandbox: Sandbox;
  let migrationsDir: string;
  let keyspaceCount = 0;

  before(async () => {
    migrationsDir = await mkdtemp(join(tmpdir(), "tidemark-dc-"));
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(migrationsDir, name), text);
    sandbox = await startCassandra({ datacenters: { dc1: 2, dc2: 1 } });
  });
  after(async () => {
    await sandbox?.stop();
    await rm(migrationsDir, { recursive: true, force: true });
  });

  test("a sandbox says in which data centre each node is, and the server says the same", async () => {
    assert.deepEqual(
      sandbox.nodes.map(({ datacenter }) => datacenter),
      ["dc1", "dc1", "dc2"],
    );
    await withClient("dc1", undefined, async (client) => {
      const known = client.hosts.values().map(({ address, datacenter }) => `${address} ${datacenter}`);
      const expected = sandbox.nodes.map(({ address, port, datacenter }) => `${address}:${port} ${datacenter}`);
      assert.deepEqual(known.sort(), expected.sort());
    });
  });

  test("init spreads a keyspace that is given no replication, and what is migrated in one is there in the other", async () => {
    const keyspace = newKeyspace();
    await withTidemark(at("dc1", { keyspace }), async (tidemark) => {
      const { replication } = await tidemark.init();
      assert.deepEqual(replication, { class: "NetworkTopologyStrategy", dc1: "2", dc2: "1" });
      assert.equal((await tidemark.migrate()).applied.length, 2);
    });
    await withTidemark(at("dc2", { keyspace }), async (tidemark) => {
      assert.equal(await tidemark.currentVersion(), "2");
      assert.deepEqual((await tidemark.migrate()).applied, []);
      assert.equal((await tidemark.init()).replication, undefined);
    });
    await assertCounted(keyspace);
  });

  test("the contact point may be in another data centre than the one that is asked", async () => {
    const keyspace = newKeyspace({ dc1: 1 });
    await withTidemark(at("dc2", { keyspace, localDatacenter: "dc1" }), async (tidemark) => {
      await tidemark.init();
      // Without a replica in dc2, a statement there at LOCAL_QUORUM fails.
      assert.equal((await tidemark.migrate()).applied.length, 2);
    });
    await withClient("dc2", "dc1", async (client) => {
      const { info } = await retryRead(() => client.execute("SELECT key FROM system.local"));
      assert.ok(addressesIn("dc1").includes(info.queriedHost), `${info.queriedHost} is in dc1`);
    });
  });

  test("a data centre that does not exist is said in one sentence, with those that do", async () => {
    await assert.rejects(Tidemark.open(at("dc2", { keyspace: "shop", localDatacenter: "dc9" })), {
      message: /^cannot connect to [^ ]+: no node is in the data centre "dc9"; there are: dc1, dc2$/,
    });
  });

  for (const consistency of ["QUORUM", "EACH_QUORUM"]) {
    test(`${consistency} asks both data centres, and works`, () => applyAll({ consistency }));
  }

  test("LOCAL_SERIAL works within one data centre", () => applyAll({ serialConsistency: "LOCAL_SERIAL" }));

  test("preflight finds all nodes of both, and says that LOCAL_SERIAL makes two locks", async () => {
    const keyspace = newKeyspace();
    await withTidemark(at("dc1", { keyspace }), async (tidemark) => {
      await tidemark.init();
      const { checks } = await tidemark.preflight();
      assert.equal(checks.find(({ name }) => name === "nodes")?.finding, "3 of 3 nodes are up");
      assert.deepEqual(
        checks.filter(({ verdict }) => verdict === "problem"),
        [],
      );
    });
    await withTidemark(at("dc1", { keyspace, serialConsistency: "LOCAL_SERIAL" }), async (tidemark) => {
      const found = (await tidemark.preflight()).checks.filter(({ name }) => name === "consistency");
      assert.ok(found.some(({ verdict, finding }) => verdict === "warning" && /LOCAL_SERIAL/.test(finding)));
    });
  });

  test(`of ${RUNNER_COUNT} runners in two data centres one applies, and nothing is done twice`, async () => {
    const keyspace = newKeyspace();
    await withTidemark(at("dc1", { keyspace }), (tidemark) => tidemark.init());
    const reports = await Promise.all(
      Array.from({ length: RUNNER_COUNT }, (_, index) =>
        withTidemark(at(index % 2 === 0 ? "dc1" : "dc2", { keyspace }), (tidemark) => tidemark.migrate()),
      ),
    );
    const counts = reports.map(({ applied }) => applied.length);
    assert.deepEqual(counts.sort(), [...Array<number>(RUNNER_COUNT - 1).fill(0), 2]);
    await assertCounted(keyspace);
  });

  test("with dc2 down: agreement, which asks all nodes, is not reached; told to, a run goes on in dc1; dc2 is named", async () => {
    const keyspace = newKeyspace();
    await withTidemark(at("dc1", { keyspace }), (tidemark) => tidemark.init());
    process.kill(nodeIn("dc2").pid, "SIGKILL");

    const [refused, elsewhere] = await Promise.all([
      withTidemark(at("dc1", { keyspace }), (tidemark) => failureOf(tidemark.migrate())),
      withTidemark(at("dc1", { keyspace, localDatacenter: "dc2" }), (tidemark) => failureOf(tidemark.status())),
    ]);
    assert.equal(refused.code, "agreement-not-reached");
    assert.match(refused.message, new RegExp(`^1 of 3 nodes cannot be asked.*${addressOf(nodeIn("dc2"))}`, "s"));
    assert.match(refused.hint ?? "", /--tolerate-down 1/);
    const asked = refused.details.nodes as readonly { readonly address: string }[];
    assert.deepEqual(asked.map(({ address }) => address).sort(), sandbox.nodes.map(addressOf).sort());

    await withTidemark(at("dc1", { keyspace }), async (tidemark) => {
      const { checks } = await tidemark.preflight();
      const problems = checks.filter(({ verdict }) => verdict === "problem").map(({ name }) => name);
      assert.ok(problems.includes("nodes") && problems.includes("agreement"), problems.join());
    });
    await withTidemark(at("dc1", { keyspace, tolerateDown: 1 }), async (tidemark) => {
      const { checks } = await tidemark.preflight();
      assert.equal(checks.find(({ name }) => name === "nodes")?.verdict, "warning");
      assert.equal(checks.find(({ name }) => name === "agreement")?.verdict, "ok");
      assert.equal((await tidemark.migrate()).applied.length, 2);
    });
    await assertCounted(keyspace);

    assert.equal(elsewhere.code, "connection-failed");
    assert.match(elsewhere.message, /no node of the data centre "dc2" can be reached .* chooses another: dc1$/);
  });

  /** From nothing to the last version, on a keyspace of its own. */
  async function applyAll(options: TidemarkOptions): Promise<void> {
    const keyspace = newKeyspace();
    await withTidemark(at("dc1", { keyspace, ...options }), async (tidemark) => {
      await tidemark.init();
      assert.equal((await tidemark.migrate()).applied.length, 2);
    });
    await assertCounted(keyspace);
  }

  async function assertCounted({ name }: { readonly name: string }): Promise<void> {
    await withClient("dc1", undefined, async (client) => {
      const { rows } = await client.execute(`SELECT n FROM ${name}.visits`);
      assert.deepEqual(
        rows.map(({ n }) => String(n)),
        ["1"],
      );
    });
  }

  function newKeyspace(factors?: Readonly<Record<string, number>>): TestKeyspace {
    keyspaceCount += 1;
    const name = `shop${keyspaceCount}`;
    return factors === undefined ? { name } : { name, replication: { class: "NetworkTopologyStrategy", ...factors } };
  }

  /** By a contact point in that data centre, which is the local one too unless the options say otherwise. */
  function at(datacenter: string, options: TidemarkOptions): TidemarkOptions {
    return { contactPoints: [addressOf(nodeIn(datacenter))], migrationsDir, ...options };
  }

  function nodeIn(datacenter: string): SandboxNode {
    const node = sandbox.nodes.find((each) => each.datacenter === datacenter);
    assert.ok(node !== undefined);
    return node;
  }

  function addressesIn(datacenter: string): readonly string[] {
    return sandbox.nodes.filter((node) => node.datacenter === datacenter).map(addressOf);
  }

  async function withClient(
    contact: string,
    localDatacenter: string | undefined,
    use: (client: Client) => Promise<void>,
  ): Promise<void> {
    const { address: host, port } = nodeIn(contact);
    const session = await connect({ ...sessionOptions({ host, port }, ""), localDatacenter });
    try {
      await use(session.client);
    } finally {
      await session.close();
    }
  }
}

interface TestKeyspace {
  readonly name: string;
  readonly replication?: Readonly<Record<string, string | number>>;
}

function addressOf({ address, port }: SandboxNode): string {
  return `${address}:${port}`;
}

async function withTidemark<Result>(
  options: TidemarkOptions,
  use: (tidemark: Tidemark) => Promise<Result>,
): Promise<Result> {
  const tidemark = await Tidemark.open(options);
  try {
    return await use(tidemark);
  } finally {
    await tidemark.close();
  }
}

async function failureOf(result: Promise<unknown>): Promise<ToolError> {
  return result.then(
    () => assert.fail("it should have failed"),
    (error: unknown) => {
      assert.ok(error instanceof ToolError);
      return error;
    },
  );
}
