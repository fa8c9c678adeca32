// Goal: the ways from one way to another that docs/choosing-a-way.md shows lead there. Method: they are gone on a real server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { sessionOptions, type TestServer, withServer } from "../integration/cassandra/server.ts";
import { type DocShell, withDocShell } from "./doc-shell.ts";

type Run = (command: string, exitCode?: number) => Promise<string>;

const PAGE = readFileSync("docs/choosing-a-way.md", "utf8");

/** A directory whose configuration names a keyspace, which `statements` have filled by hand. */
function withTarget(
  server: TestServer,
  { statements = [], config = "" }: { readonly statements?: readonly string[]; readonly config?: string },
  use: (run: Run, shell: DocShell) => Promise<void>,
): Promise<void> {
  return withDocShell(server, async (shell) => {
    const { directory, keyspace } = shell;
    const target = `cassandra:\n  contact_points: ["${server.host}:${server.port}"]\nkeyspace: ${keyspace}\n`;
    await writeFile(join(directory, "tidemark.yaml"), `${target}${config}`);
    const { client } = await connect(sessionOptions(server, keyspace));
    try {
      const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
      await client.execute(`CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`);
      await client.execute(`USE ${keyspace}`);
      for (const statement of statements) await client.execute(statement);
    } finally {
      await client.shutdown();
    }
    await use(async (command, exitCode = 0) => {
      const result = await shell.run(command);
      assert.equal(result.exitCode, exitCode, `$ ${command}\n${result.output}`);
      return result.output;
    }, shell);
  });
}

function modelsWith(column: string): string {
  return [
    'import { int, table, text } from "tidemark/models";',
    `export const users = table("users", { id: int().partitionKey(), name: text()${column} });`,
    "",
  ].join("\n");
}

withServer("docs/choosing-a-way.md, gone on a real server", (server) => {
  test("sync in development, files in production: both end alike", () =>
    withTarget(server, { config: "models: models.ts\nprofiles:\n  prod: {}\n" }, async (run, { directory }) => {
      await run("tidemark init");
      for (const [column, name] of [
        ["", "create_users"],
        [", mail: text()", "add_mail"],
      ] as const) {
        await writeFile(join(directory, "models.ts"), modelsWith(column));
        await run("tidemark sync");
        await run(`tidemark generate ${name}`);
      }
      await run("tidemark baseline 2 --yes");
      await run("tidemark drift");
      await run("tidemark pending");
      await run("tidemark diff files live");
      await run("tidemark sync --profile prod", 2);
    }));

  test("files, and now models", () =>
    withTarget(server, {}, async (run) => {
      const file = "CREATE TABLE users (id int PRIMARY KEY, name text);";
      await run(`mkdir migrations src && echo '${file}' > migrations/V001__create_users.cql`);
      await run("tidemark snapshot --from files --format typescript -o src/models.ts");
      await run("echo 'models: src/models.ts' >> tidemark.yaml");
      await run("tidemark diff files models");
      assert.match(await run("tidemark generate nothing"), /^nothing to do/);
    }));

  test("a keyspace without files gets them as the page shows, and they make the same in an empty one", () => {
    const statements = [
      "CREATE TYPE address (street text)",
      "CREATE TABLE users (id int PRIMARY KEY, name text, home frozen<address>) WITH default_time_to_live = 60",
      "CREATE INDEX by_name ON users (name)",
    ];
    return withTarget(server, { statements }, async (run) => {
      const section = PAGE.slice(PAGE.indexOf("### A keyspace without files"));
      const commands = [...section.matchAll(/^\$ (.+)$/gm)].map(([, command = ""]) => command);
      assert.equal(commands.length, 5);
      for (const command of commands) await run(/baseline/.test(command) ? `${command} --yes` : command);
      await run("tidemark drift");
      await run("tidemark diff files live");
      assert.match(await run("tidemark status"), /nothing is pending/);
    });
  });
});
