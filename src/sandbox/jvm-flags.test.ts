import assert from "node:assert/strict";
import { test } from "node:test";
import { type JvmOptions, jvmFlags } from "./jvm-flags.ts";

const OPTIONS: JvmOptions = {
  directory: "/tmp/a b/node1",
  jars: ["/lib/a.jar", "/lib/b.jar"],
  archiveFlags: [],
  jvmHeap: "768m",
  isDdlFast: true,
  initialToken: undefined,
  systemProperties: {},
};
const FAST_DDL = "-Dcassandra.test.flush_local_schema_changes=false";

test("the main class comes last, behind the jars in the order given", () => {
  assert.deepEqual(jvmFlags(OPTIONS).slice(-3), [
    "-cp",
    "/lib/a.jar:/lib/b.jar",
    "org.apache.cassandra.service.CassandraDaemon",
  ]);
});

test("the settings are named by a URL, also when the directory has a space", () => {
  assert.ok(jvmFlags(OPTIONS).includes("-Dcassandra.config=file:///tmp/a%20b/node1/cassandra.yaml"));
});

test("the schema tables are flushed only when fast DDL is not wanted", () => {
  assert.ok(jvmFlags(OPTIONS).includes(FAST_DDL));
  assert.ok(!jvmFlags({ ...OPTIONS, isDdlFast: false }).includes(FAST_DDL));
});

test("a node of several gets its token", () => {
  assert.ok(jvmFlags({ ...OPTIONS, initialToken: -5n }).includes("-Dcassandra.initial_token=-5"));
});

test("given system properties win over the sandbox's own", () => {
  const systemProperties = { "cassandra.ring_delay_ms": "6000", "cassandra.migration_delay_ms": "1000" };
  const flags = jvmFlags({ ...OPTIONS, systemProperties });
  assert.ok(flags.includes("-Dcassandra.migration_delay_ms=1000"));
  assert.deepEqual(
    flags.filter((flag) => flag.startsWith("-Dcassandra.ring_delay_ms=")),
    ["-Dcassandra.ring_delay_ms=6000"],
  );
});
