// Goal: `lint --server live` goes by what the configured server is. Method: a real server; no keyspace is needed there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf, runCli, withDirectory } from "./cli.ts";

const FILE = "DROP INDEX a;\n-- @down\nSELECT id FROM users;\n";

withServer("lint goes by the live server", (server) => {
  test("live is the product and version of the target, beside others that are named", () =>
    withDirectory({ "migrations/V1__a.cql": FILE }, async (cwd) => {
      const target = ["--host", `${server.host}:${server.port}`, "-k", "tidemark_is_not_there"];
      const result = await runCli(["lint", ...target, "--server", "live", "--server", "scylla", "--json"], { cwd });
      assertExit(result, 1);
      const { servers, findings } = documentOf(result);
      assert.ok(Array.isArray(servers) && Array.isArray(findings));
      assert.match(String(servers[0]), /^(cassandra|scylla|dse):\d+\.\d+/);
      assert.equal(servers[1], "scylla:2025.1");
      assert.equal(findings.length, 1);
    }));
});
