import assert from "node:assert/strict";
import { test } from "node:test";
import { findReasons } from "./log-reason.ts";

test("a bad setting is named, once, without where it was logged", () => {
  const log = [
    "INFO  [main] 2026-11-21 09:34:08,137 YamlConfigurationLoader - Configuration location: file:/x/cassandra.yaml",
    "Exception (org.apache.cassandra.exceptions.ConfigurationException) encountered during startup: Invalid yaml. Please remove properties [nonsense] from your cassandra.yaml",
    "Invalid yaml. Please remove properties [nonsense] from your cassandra.yaml",
    "ERROR [main] 2026-11-21 09:34:08,200 CassandraDaemon - Exception encountered during startup: Invalid yaml. Please remove properties [nonsense] from your cassandra.yaml",
  ].join("\n");
  assert.deepEqual(findReasons(log), ["Invalid yaml. Please remove properties [nonsense] from your cassandra.yaml"]);
});

test("the deepest cause comes first", () => {
  const log = [
    "ERROR [main] 2026-11-21 09:34:08,200 CassandraDaemon - Exception encountered during startup",
    "java.lang.RuntimeException: cannot start",
    "\tat org.apache.cassandra.service.CassandraDaemon.main(CassandraDaemon.java:800)",
    "Caused by: org.apache.cassandra.exceptions.ConfigurationException: cannot listen",
    "\t... 3 common frames omitted",
    "Caused by: java.net.BindException: Address already in use",
    "INFO  [main] 2026-11-21 09:34:08,300 StorageService - Draining",
  ].join("\n");
  assert.deepEqual(findReasons(log), [
    "BindException: Address already in use",
    "ConfigurationException: cannot listen",
  ]);
});

test("a JVM that does not start is heard too", () => {
  const log = "Unrecognized VM option 'UseNoGC'\nError: Could not create the Java Virtual Machine.\n";
  assert.deepEqual(findReasons(log), [
    "Unrecognized VM option 'UseNoGC'",
    "Error: Could not create the Java Virtual Machine.",
  ]);
});

test("a log without an error gives its last line", () => {
  assert.deepEqual(findReasons("one\ntwo\n\n"), ["two"]);
});

test("an empty log gives nothing", () => {
  assert.deepEqual(findReasons("\n"), []);
});
