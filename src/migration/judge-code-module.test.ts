// Goal: an export that is no migration is refused with its line, and all that is wrong with it. Method: exports beside a text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeDiagnostic } from "../text/diagnostic.ts";
import type { MigrationContext } from "./code-migration.ts";
import { judgeCodeModule } from "./judge-code-module.ts";

const upgrade = async (): Promise<void> => undefined;
const TEXT = [
  'import { defineMigration } from "tidemark";',
  "",
  "export default defineMigration({",
  '  description: "x",',
  "  reversable: false,",
  '  allowDestructive: "yes",',
  "  async upgrade(ctx) {},",
  "});",
].join("\n");

function mistakesOf(exports: Readonly<Record<string, unknown>>, text: string = TEXT): readonly string[] {
  return judgeCodeModule(exports, { name: "a.ts", text }, []).diagnostics.map((diagnostic) => {
    const { line, message, hint } = encodeDiagnostic(diagnostic);
    return `${line}: ${message}${hint?.startsWith("did") ? ` (${hint})` : ""}`;
  });
}

test("a migration is taken with its defaults and its files", () => {
  const files = [{ file: "a.ts", hash: "sha256:0" }];
  const { module, diagnostics } = judgeCodeModule({ default: { upgrade } }, { name: "a.ts", text: TEXT }, files);
  assert.deepEqual(diagnostics, []);
  assert.deepEqual([module?.allowDestructive, module?.reversible, module?.downgrade], [false, true, undefined]);
  assert.equal(module?.files, files);
});

test("its functions are called on the migration itself", async () => {
  const seen: unknown[] = [];
  const migration = {
    upgrade(): void {
      seen.push(this);
    },
    downgrade(): void {
      seen.push(this);
    },
  };
  const { module } = judgeCodeModule({ default: migration }, { name: "a.ts", text: TEXT }, []);
  await module?.upgrade({} as MigrationContext);
  await module?.downgrade?.({} as MigrationContext);
  assert.deepEqual(
    seen.map((each) => each === migration),
    [true, true],
  );
});

test("a down side beside `reversible: false` is taken: the flag decides", () => {
  assert.deepEqual(mistakesOf({ default: { upgrade, downgrade: upgrade, reversible: false } }), []);
});

test("what is no migration is refused at the default export, or at the start where there is none", () => {
  assert.deepEqual(mistakesOf({ default: upgrade }), ["3: the default export must be a migration, found a function"]);
  assert.deepEqual(mistakesOf({ default: [] }), ["3: the default export must be a migration, found a list"]);
  assert.deepEqual(mistakesOf({}, ""), ["1: the module has no default export"]);
  assert.deepEqual(mistakesOf({ upgrade }, "\nexport async function upgrade() {}"), [
    "1: the module has no default export: it exports `upgrade` by name",
  ]);
});

test("everything that is wrong with a migration is told at once, each at its line", () => {
  const migration = { reversable: false, allowDestructive: "yes", up: upgrade };
  assert.deepEqual(mistakesOf({ default: migration }), [
    "3: the migration has no `upgrade`",
    '6: `allowDestructive` must be true or false, found "yes"',
    "5: unknown key `reversable` in the migration (did you mean `reversible`?)",
    "3: unknown key `up` in the migration (did you mean `upgrade`?)",
  ]);
});

test("an `upgrade` that is no function is refused at its line", () => {
  assert.deepEqual(mistakesOf({ default: { upgrade: null } }), ["7: `upgrade` must be a function, found null"]);
});

test("the default export of other forms is found too", () => {
  for (const text of ["\nconst a = 1;\nexport { a as default };", "\n\nmodule.exports = 1;", "\n\nexport default  1;"])
    assert.deepEqual(mistakesOf({ default: 1 }, text), ["3: the default export must be a migration, found 1"]);
});

test("whether it is a transaction is for SQL databases", () => {
  const exports = { default: { upgrade, transaction: false } };
  const judge = (family?: "cql" | "sql"): readonly unknown[] => {
    const { module, diagnostics } = judgeCodeModule(exports, { name: "a.ts", text: TEXT }, [], family);
    return [module?.transaction, ...diagnostics.map(({ message }) => message)];
  };
  assert.deepEqual(judge("sql"), [false]);
  assert.deepEqual(judge(), [false]);
  assert.deepEqual(judge("cql"), [undefined, "`transaction` is for SQL databases: CQL has no transactions"]);
});
