// Goal: the JSON documents of docs/cli.md have the keys that the commands print.
// Method: the commands are run on a real server, and the keys of both are compared, at every depth.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { type DocShell, withDocShell } from "./doc-shell.ts";

const MIGRATION = "CREATE TABLE users (id uuid PRIMARY KEY, email text);\n\n-- @down\nDROP TABLE users;\n";
const MODELS = `import { table, text, uuid } from "tidemark/models";

export const products = table("products", { id: uuid().partitionKey(), name: text() });
`;
/** The files make the table already. */
const USERS = 'export const users = table("users", { id: uuid().partitionKey(), email: text() });\n';
const FILE = "migrations/V001__create_users.cql";

/** The command lines that lead to the document shown, in an order that makes them work. */
const LINES: readonly (readonly [name: string, line: string])[] = [
  ["profiles", "profiles"],
  ["completion", "completion bash"],
  ["init", "init"],
  ["new", "new create users"],
  ["pending", "pending"],
  ["snapshot", "snapshot --from files"],
  ["diff", "diff files@0 files"],
  ["plan", "plan"],
  ["preflight", "preflight"],
  ["lint", "lint"],
  ["verify", "verify"],
  ["migrate", "migrate"],
  ["status", "status"],
  ["history", "history"],
  ["drift", "drift"],
  ["validate", "validate"],
  ["repair", "repair --yes"],
  ["rollback", "rollback --yes"],
  ["baseline", "baseline 1 --yes"],
  ["lock status", "lock status"],
  ["lock break", "lock break --epoch 1 --yes"],
  ["sync", "sync"],
  ["generate", "generate products"],
];

function documented(name: string): unknown {
  const [, section = ""] = readFileSync("docs/cli.md", "utf8").split(`## tidemark ${name}\n`);
  return JSON.parse(/^```json\n(.*?)^```/ms.exec(section)?.[1] ?? "null");
}

/** Keys in place of values, those of the first element for a list. What is empty or null on one side is not compared. */
function assertSameKeys(actual: unknown, expected: unknown, path: string): void {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length > 0 && expected.length > 0) assertSameKeys(actual[0], expected[0], `${path}[0]`);
    return;
  }
  if (!isRecord(actual) || !isRecord(expected)) return;
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), `keys of ${path}`);
  for (const key of Object.keys(actual)) assertSameKeys(actual[key], expected[key], `${path}.${key}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function prepare(name: string, shell: DocShell): Promise<void> {
  if (name === "pending") await writeFile(join(shell.directory, FILE), MIGRATION);
  if (name === "sync") await writeFile(join(shell.directory, "models.ts"), MODELS);
  if (name === "generate") await appendFile(join(shell.directory, "models.ts"), USERS);
  if (name === "validate") await appendFile(join(shell.directory, FILE), "-- edited\n");
}

withServer("the JSON of docs/cli.md is what the commands print", (server) => {
  test("the JSON of docs/cli.md is what the commands print", async () => {
    await withDocShell(server, async (shell) => {
      const { keyspace, directory } = shell;
      await writeFile(
        join(directory, "tidemark.yaml"),
        `cassandra: { contact_points: ["${server.host}:${server.port}"] }\nkeyspace: ${keyspace}\nmodels: models.ts\nprofiles: { dev: {} }\n`,
      );
      for (const [name, line] of LINES) {
        await prepare(name, shell);
        const { output } = await shell.run(`tidemark ${line} --json`);
        assertSameKeys(JSON.parse(output), documented(name), name);
      }
    });
  });
});
