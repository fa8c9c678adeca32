// Goal: a secure connect bundle leads to the nodes, and what is wrong with it is said. Method: a bundle made here, doubles of what
// it leads to, and a real Cassandra behind them.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import type { CassandraOptions } from "../../src/adapters/cassandra/session-options.ts";
import { assertExit, type CliResult, errorOf, runCli } from "../cli/cli.ts";
import { sessionOptions, type TestKeyspace, type TestServer, withKeyspace, withServer } from "./cassandra/server.ts";
import { type AstraDouble, startAstraDouble, zip } from "./security/astra-double.ts";
import { type Authority, createAuthority } from "./security/certificates.ts";

withServer("Astra's bundle", (server) => describe("Astra's bundle", () => claimAll(server)));

const TOKEN = "AstraCS:not-a-real-one";

function claimAll(server: TestServer): void {
  let directory = "";
  let authority: Authority;
  let node = { hostId: "", datacenter: "" };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "tidemark-astra-"));
    await mkdir(join(directory, "migrations"));
    authority = await createAuthority("Astra of the tests");
    const { client, close } = await connect(sessionOptions(server, "shop"));
    const row = (await client.execute("SELECT host_id, data_center FROM system.local")).first();
    node = { hostId: String(row?.host_id), datacenter: String(row?.data_center) };
    await close();
  });

  after(() => rm(directory, { recursive: true, force: true }));

  type DoubleOptions = Partial<Parameters<typeof startAstraDouble>[0]>;

  async function withDouble(options: DoubleOptions, use: (bundle: string) => Promise<void>): Promise<void> {
    const nodes = { [node.hostId]: server };
    const double: AstraDouble = await startAstraDouble({ authority, datacenter: node.datacenter, nodes, ...options });
    try {
      await use(await bundleFile(double.bundle));
    } finally {
      await double.close();
    }
  }

  async function bundleFile(content: Buffer | string): Promise<string> {
    const path = join(directory, "secure-connect-shop.zip");
    await writeFile(path, content);
    return path;
  }

  async function cli(argv: readonly string[], bundle: string, keyspace = "shop"): Promise<CliResult> {
    const result = await runCli(argv, {
      cwd: directory,
      env: {
        TIDEMARK_SECURE_CONNECT_BUNDLE: bundle,
        TIDEMARK_USERNAME: "token",
        TIDEMARK_PASSWORD: TOKEN,
        TIDEMARK_KEYSPACE: keyspace,
      },
    });
    assert.ok(!`${result.stdout}${result.stderr}`.includes(TOKEN), "the token is not printed");
    return result;
  }

  test("init and migrate run through metadata service and proxy", () =>
    withDouble({}, (bundle) =>
      withKeyspace(server, async ({ name, client }: TestKeyspace) => {
        assertExit(await cli(["init"], bundle, name), 0);
        await writeFile(join(directory, "migrations", "V1__carts.cql"), "CREATE TABLE carts (id uuid PRIMARY KEY);");
        assertExit(await cli(["migrate"], bundle, name), 0);
        const { rowLength } = await client.execute(`SELECT id FROM ${name}.carts`);
        assert.equal(rowLength, 0);
      }),
    ));

  test("the data centre is the bundle's, and each node can be asked itself", () =>
    withDouble({}, async (bundle) => {
      const options: CassandraOptions = {
        ...sessionOptions(server, "shop"),
        contactPoints: [],
        secureConnectBundle: bundle,
      };
      const { client, close } = await connect(options);
      try {
        const [host] = client.hosts.values();
        assert.equal(host?.datacenter, node.datacenter);
        const asked = host === undefined ? {} : { host };
        const result = await client.execute("SELECT host_id FROM system.local", [], asked);
        assert.equal(String(result.first()?.host_id), node.hostId);
      } finally {
        await close();
      }
    }));

  test("a data centre that no node is in is refused", () =>
    withDouble({ datacenter: "elsewhere" }, async (bundle) => {
      const { code, message } = errorOf(await cli(["status", "--json"], bundle));
      assert.equal(code, "connection-failed");
      assert.match(String(message), /elsewhere/);
    }));

  test("a keyspace that is missing is not created, and where to do that is said", () =>
    withDouble({}, async (bundle) => {
      const { code, hint, exitCode } = errorOf(await cli(["init", "--json"], bundle, "not_there"));
      assert.equal(code, "target-missing");
      assert.match(String(hint), /Astra console, or by its DevOps API/);
      assert.equal(exitCode, 2);
    }));

  test("a database that hibernates", () =>
    withDouble({ status: 401 }, (bundle) =>
      failing(bundle, "connection-failed", /does not give the nodes of the database: HTTP status 401$/, /hibernated/),
    ));

  test("a bundle whose certificate has expired", async () => {
    const client = await authority.issue("bundle", { expiredDaysAgo: 1 });
    await withDouble({ client }, (bundle) =>
      failing(bundle, "connection-failed", /cannot be asked: /, /certificate in the bundle may have expired/),
    );
  });

  test("a service that is gone", async () => {
    let path = "";
    await withDouble({}, async (bundle) => {
      path = bundle;
    });
    await failing(
      path,
      "connection-failed",
      /localhost:\d+, named by \S+\.zip, cannot be asked: nobody listens/,
      /terminated/,
    );
  });

  test("a bundle that does not exist", () =>
    failing(join(directory, "none.zip"), "config-invalid", /none\.zip does not exist$/, /download the bundle/));

  test("a file that is no zip", async () =>
    failing(await bundleFile("PK, but no"), "config-invalid", /is not a zip file/, /download the bundle/));

  test("a zip that is no bundle", async () =>
    failing(await bundleFile(zip({ "a.txt": "a" })), "config-invalid", /there is no config\.json in it$/, /download/));

  test("a bundle that names no service", async () => {
    for (const text of ["{}", "not JSON"]) {
      const bundle = await bundleFile(zip({ "config.json": text }));
      await failing(bundle, "config-invalid", /its config\.json names no service$/, /download/);
    }
  });

  async function failing(bundle: string, code: string, message: RegExp, hint: RegExp): Promise<void> {
    const error = errorOf(await cli(["status", "--json"], bundle));
    assert.equal(error.code, code);
    assert.match(String(error.message), message);
    assert.match(String(error.hint), hint);
  }
}
