// Goal: docs/models.md is right: its program type-checks, makes the CQL that stands there, and every maker and option is told.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { declareOn } from "../../src/declared-schema.ts";
import { cqlDialect } from "../../src/dialect/cql-dialect.ts";
import { modelFactory } from "../../src/dialect/model-factory.ts";
import { findModels } from "../../src/find-models.ts";
import { OPTION_NAMES } from "../../src/model/table-options.ts";
import * as models from "../../src/models.ts";

const TEXT = readFileSync("docs/models.md", "utf8");
const [FIRST = "", ...OTHERS] = blocks("ts");

function blocks(language: string): readonly string[] {
  return [...TEXT.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) => text);
}

async function withFile(text: string, use: (file: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-docs-"));
  try {
    await mkdir(join(directory, "node_modules"));
    await symlink(resolve("."), join(directory, "node_modules/tidemark"));
    await writeFile(join(directory, "package.json"), '{ "type": "module" }');
    const file = join(directory, "models.ts");
    await writeFile(file, text);
    await use(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test("the program of docs/models.md is right for the type checker", () =>
  withFile([FIRST, ...OTHERS].join("\n"), async (file) => {
    const options = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2023"];
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...options, "--skipLibCheck", file], {
      stdio: ["ignore", "inherit", "inherit"],
    });
  }));

test("the models of docs/models.md make the CQL that is shown", () =>
  withFile(FIRST, async (file) => {
    const factory = await modelFactory(cqlDialect("cassandra"));
    const found = await findModels([file]);
    const { model, problems } = declareOn(found.models, {
      scope: "shop",
      beside: factory.empty("shop"),
      historyTable: undefined,
    });
    assert.deepEqual(problems, []);
    assert.equal(model.print(), blocks("cql")[0]);
  }));

test("the other models of docs/models.md are ones that a server takes", () =>
  withFile([FIRST, ...OTHERS.slice(0, -1)].join("\n"), async (file) => {
    const factory = await modelFactory(cqlDialect("cassandra"));
    const found = await findModels([file]);
    assert.equal(found.models.length, 5);
    assert.deepEqual(
      declareOn(found.models, { scope: "shop", beside: factory.empty("shop"), historyTable: undefined }).problems,
      [],
    );
  }));

test("every maker and every option is in docs/models.md", () => {
  const makers = Object.keys(models).filter((name) => !["isModel"].includes(name));
  assert.deepEqual(
    makers.filter((name) => !TEXT.includes(`\`${name}(`)),
    [],
  );
  assert.deepEqual(
    Object.keys(OPTION_NAMES).filter((name) => !TEXT.includes(`\`${name}\``)),
    [],
  );
});
