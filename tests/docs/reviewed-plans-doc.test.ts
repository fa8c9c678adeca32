// Goal: docs/reviewed-plans.md names every class of steps and every key of the file, and nothing else.
// Method: its tables are held against the code, and against a document that it writes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { memoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { STEP_CLASSES } from "../../src/plan/step-cost.ts";
import { reviewInMemory } from "../../src/testing/memory-review.ts";
import { memoryRunner, migrationsOf } from "../../src/testing/memory-runner.ts";

const TEXT = readFileSync("docs/reviewed-plans.md", "utf8");

/** What stands in the first column of a table, in the order of the rows; several in one row have commas between. */
function firstColumns(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = TEXT.split(`## ${heading}\n`);
  const tables = (section.split(/^## /m)[0] ?? "").split(/\n(?!\|)/).filter((part) => /^\n?\|/.test(part));
  return tables.map((table) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .flatMap((row) => [...(/^\| (.*?) \|/.exec(row)?.[1] ?? "").matchAll(/`(\w+)`/g)].map(([, key = ""]) => key)),
  );
}

test("the classes are those of the code", () => {
  assert.deepEqual(firstColumns("Classes of steps"), [STEP_CLASSES]);
});

test("the keys are those of the file, in its order", async () => {
  const { context, planOptions } = memoryRunner(memoryDatabase(["shop"]));
  const migrations = migrationsOf({ "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY);" });
  const document = await reviewInMemory(context, { ...planOptions, migrations });
  const [migration] = document.migrations;
  const [step] = migration?.steps ?? [];
  assert.deepEqual(
    firstColumns("The file"),
    [document, migration, step].map((each) => Object.keys(each ?? {})),
  );
});
