import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createMigrationFiles } from "./create-files.ts";
import type { NewFileOptions } from "./plan-new-file.ts";

const OPTIONS: NewFileOptions = { description: "add email", format: "versioned", extension: "cql", nowMs: 0 };

async function inDirectory(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-new-"));
  try {
    await claim(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("a missing directory is created, and the next file follows the first", async () => {
  await inDirectory(async (parent) => {
    const directory = join(parent, "db", "migrations");
    assert.deepEqual(await createMigrationFiles(directory, OPTIONS), [join(directory, "V001__add_email.cql")]);
    assert.deepEqual(await createMigrationFiles(directory, OPTIONS), [join(directory, "V002__add_email.cql")]);
    assert.match(await readFile(join(directory, "V002__add_email.cql"), "utf8"), /^-- @down$/m);
  });
});

test("a directory that is a file is a failure with a code", async () => {
  await inDirectory(async (parent) => {
    await writeFile(join(parent, "migrations"), "");
    await assert.rejects(createMigrationFiles(join(parent, "migrations"), OPTIONS), {
      code: "migration-files-invalid",
    });
  });
});

test("a description that names no file is a mistake in use, and nothing is written", async () => {
  await inDirectory(async (directory) => {
    await assert.rejects(createMigrationFiles(directory, { ...OPTIONS, description: "!" }), { code: "usage" });
    assert.deepEqual(await readdir(directory), []);
  });
});
