// Goal: docs/configuration.md names every key, variable and flag of the configuration, and its examples hold.
// Method: it is held against the JSON Schema of the file and the tables of the code; the examples are settled.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { parse } from "yaml";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.ts";
import { parseFlags } from "../../src/cli/option-flags.ts";
import type { ConfigFile } from "../../src/config/config-file.ts";
import { VARIABLES } from "../../src/config/environment.ts";
import { describeJsonSchema } from "../../src/config/json-schema.ts";
import { isRecord } from "../../src/config/place.ts";
import { settleConfig } from "../../src/config/settle-config.ts";

const DOC = readFileSync("docs/configuration.md", "utf8");

/** "lock.ttl": the keys that hold something; those of rules, limits and profiles are one each in the page. */
function keysOf(schema: unknown, path: readonly string[]): readonly string[] {
  if (!isRecord(schema)) return [];
  const { properties, anyOf } = schema;
  if (path.join(".") === "lint") return ["lint.", "lint.fail_on", "lint.servers"];
  if (["guardrails", "profiles"].includes(path.join("."))) return [`${path.join(".")}.`];
  const inner = [
    ...(Array.isArray(anyOf) ? anyOf.flatMap((each) => keysOf(each, path)) : []),
    ...(isRecord(properties) ? Object.entries(properties).flatMap(([key, each]) => keysOf(each, [...path, key])) : []),
  ].filter((key) => key !== path.join("."));
  return inner.length > 0 ? inner : [path.join(".")];
}

/** First cells of the tables; those of the sections on one kind of target are without the section's name. */
function documentedKeys(): ReadonlySet<string> {
  const keys = new Set<string>();
  let prefix = "";
  for (const line of DOC.split("\n")) {
    const heading = /^### (?:`(cassandra|database)`)?/.exec(line);
    if (heading !== null) prefix = heading[1] === undefined ? "" : `${heading[1]}.`;
    const key = /^\| `([\w.]+)` \|/.exec(line)?.[1];
    if (key !== undefined) keys.add(prefix + key.replace(/\.(?:RULE|NAME)$/, "."));
  }
  return keys;
}

test("every key is documented, and every documented key is one", () => {
  const known = new Set(keysOf(describeJsonSchema(), []).filter((key) => !["keyspace.name", "$schema"].includes(key)));
  const documented = new Set([...documentedKeys()].filter((key) => key !== "profiles.NAME.sync" && key !== "keyspace"));
  assert.ok(known.size > 30, "the keys were found");
  assert.deepEqual([...documented].sort(), [...known].sort());
});

test("every variable is documented", () => {
  const missing = Object.keys(VARIABLES).filter((name) => !DOC.includes(`\`${name}\``));
  assert.deepEqual(missing, []);
});

test("every flag that sets a key is documented", () => {
  const others = ["--json", "--no-color", "--quiet", "--verbose", "--hosts", "--driver-type"];
  const flags = GLOBAL_OPTIONS.map(({ flags: each }) => parseFlags(each).names.at(-1) ?? "");
  const missing = flags.filter((flag) => !others.includes(flag) && !DOC.includes(flag));
  assert.deepEqual(missing, ["--config"], "which stands there as -c");
});

test("the examples hold, with each of their profiles", async () => {
  const blocks = [...DOC.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = ""]) => text);
  const files = blocks.filter((text) => text.startsWith("# tidemark.yaml"));
  assert.ok(files.length >= 3, "there are examples to look at");
  for (const text of files) {
    const values: ConfigFile = parse(text.replaceAll(/\$\{\w+\}/g, "x"));
    for (const profile of Object.keys(values.profiles ?? { "": {} })) {
      const flags = profile === "" ? {} : { profile };
      const { cassandra, database } = await settleConfig({ cwd: tmpdir(), env: {}, flags, values });
      assert.ok(cassandra !== undefined || database !== undefined, `${profile} has a target`);
    }
  }
});
