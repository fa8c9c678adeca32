// Goal: the hook of examples/git-hooks refuses a commit whose migrations do not hold, and leaves every other commit alone.
// Method: it is put into a temporary repository, and commits are made; no server.
import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type ShellResult, withShell } from "./doc-shell.ts";

const GOOD = "CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY);\n\n-- @down\nDROP TABLE IF EXISTS users;\n";
const REFUSED = "ALTER TABLE users ADD id text;\n\n-- @down\nDROP TABLE IF EXISTS carts;\n";

interface Repository {
  write(path: string, text: string): Promise<void>;
  /** Everything that is there. */
  commit(): Promise<ShellResult>;
  run(command: string): Promise<ShellResult>;
}

/** Nothing of whoever runs the tests: neither their settings nor their hooks. */
const ENV = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "ann",
  GIT_AUTHOR_EMAIL: "ann@example.com",
  GIT_COMMITTER_NAME: "ann",
  GIT_COMMITTER_EMAIL: "ann@example.com",
};

function withRepository(use: (repository: Repository) => Promise<void>): Promise<void> {
  return withShell(async (shell) => {
    const run = (command: string): Promise<ShellResult> => shell.run(command, ENV);
    const write = async (path: string, text: string): Promise<void> => {
      await mkdir(join(shell.directory, path, ".."), { recursive: true });
      await writeFile(join(shell.directory, path), text);
    };
    await run("git init --quiet . && git config core.hooksPath git-hooks");
    await mkdir(join(shell.directory, "git-hooks"));
    await copyFile("examples/git-hooks/pre-commit", join(shell.directory, "git-hooks/pre-commit"));
    await chmod(join(shell.directory, "git-hooks/pre-commit"), 0o755);
    await write(".gitignore", "node_modules\n");
    await write("tidemark.yaml", "keyspace: shop\n");
    await use({ write, run, commit: () => run("git add . && git commit --quiet --message change") });
  });
}

test("the first commit, and one that changes no migration, go through", () =>
  withRepository(async ({ write, commit }) => {
    await write("migrations/V001__users.cql", GOOD);
    const first = await commit();
    assert.equal(first.exitCode, 0, first.output);
    await write("README.md", "shop\n");
    assert.deepEqual(await commit(), { output: "", exitCode: 0 });
  }));

test("a migration that the server would refuse is not committed, and is said with its place", () =>
  withRepository(async ({ write, commit, run }) => {
    await write("migrations/V001__users.cql", GOOD);
    await commit();
    await write("migrations/V002__email.cql", REFUSED);
    const { output, exitCode } = await commit();
    assert.equal(exitCode, 1, output);
    assert.match(output, /\[refused\] table `shop\.users` has a column `id` already/);
    assert.match((await run("git log --oneline")).output, /^\w+ change\n$/);
  }));

test("a snapshot that is not what the files make is not committed, and goes through when it is written again", () =>
  withRepository(async ({ write, commit, run }) => {
    await write("migrations/V001__users.cql", GOOD);
    await run("tidemark snapshot --from files -o schema.cql");
    assert.equal((await commit()).exitCode, 0);
    await write(
      "migrations/V002__email.cql",
      "ALTER TABLE users ADD IF NOT EXISTS email text;\n\n-- @down\nALTER TABLE users DROP IF EXISTS email;\n",
    );
    const { output, exitCode } = await commit();
    assert.equal(exitCode, 1, output);
    assert.match(output, /column email text only in the files/);
    await run("tidemark snapshot --from files -o schema.cql");
    const again = await commit();
    assert.equal(again.exitCode, 0, again.output);
  }));
