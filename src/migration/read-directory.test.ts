import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { withoutRoot } from "../testing/without-root.ts";
import { readMigrations } from "./read-directory.ts";

async function inDirectory(
  files: Readonly<Record<string, string>>,
  claim: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-migrations-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(directory, name, ".."), { recursive: true });
      await writeFile(join(directory, name), text);
    }
    await claim(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("a directory is read in the order of versions, more files than may be open at once", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `V${index + 1}__x.cql`);
  await inDirectory(Object.fromEntries(names.map((name) => [name, `-- ${name}`])), async (directory) => {
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      migrations.map(({ name }) => name),
      names,
    );
    assert.equal(migrations[41]?.up.source.text, "-- V42__x.cql");
    assert.equal(migrations[41]?.up.source.name, join(directory, "V42__x.cql"));
  });
});

test("an empty directory has no migrations, and that is no mistake", async () => {
  await inDirectory({}, async (directory) =>
    assert.deepEqual(await readMigrations(directory), { migrations: [], diagnostics: [] }),
  );
});

test("a directory that is missing, or is a file, is a mistake", async () => {
  await inDirectory({ file: "" }, async (directory) => {
    const missing = await readMigrations(join(directory, "nowhere"));
    assert.match(missing.diagnostics[0]?.message ?? "", /does not exist/);
    assert.match(missing.diagnostics[0]?.hint ?? "", /tidemark init/);
    const wrong = await readMigrations(join(directory, "file"));
    assert.match(wrong.diagnostics[0]?.message ?? "", /not a directory/);
  });
});

test("folders are not read, and one that holds a migration at any depth is a mistake", async () => {
  await inDirectory({ "2026/01/V1__x.cql": "", "docs/notes.md": "", ".git/V1__x.cql": "" }, async (directory) => {
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.deepEqual(migrations, []);
    assert.deepEqual(
      diagnostics.map(({ source }) => source?.name),
      [join(directory, "2026", "01")],
    );
  });
});

test("a link to a file is read, and one that leads nowhere is a mistake", async () => {
  await inDirectory({ "data/x.txt": "SELECT 1;" }, async (directory) => {
    await symlink(join("data", "x.txt"), join(directory, "V1__x.cql"));
    await symlink("nowhere", join(directory, "V2__y.cql"));
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.equal(migrations[0]?.up.source.text, "SELECT 1;");
    assert.match(
      diagnostics.map(({ message }) => message).join(),
      /^the file cannot be read: it is a link that leads nowhere$/,
    );
  });
});

test("a folder that is named like a migration is a mistake", async () => {
  await inDirectory({ "V1__x.cql/a": "" }, async (directory) => {
    const { diagnostics } = await readMigrations(directory);
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ["it looks like a migration and is not a file"],
    );
  });
});

test("a file without permission to read is a mistake", async () => {
  await inDirectory({ "V1__x.cql": "" }, async (directory) => {
    await chmod(directory, 0o755);
    await chmod(join(directory, "V1__x.cql"), 0);
    const { diagnostics } = await withoutRoot(() => readMigrations(directory));
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ["the file cannot be read: permission denied"],
    );
  });
});
