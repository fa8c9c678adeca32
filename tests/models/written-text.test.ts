// Goal: what is written as models is TypeScript that a person could have committed.
// Method: modules of random keyspaces go through the type checker and the formatter of this project.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { capabilitiesFor } from "../../src/cql/capabilities.ts";
import { MAKERS } from "../../src/model/makers.ts";
import { writeModels } from "../../src/model/write-models.ts";
import * as models from "../../src/models.ts";
import { keyspaceVersions } from "./random-keyspaces.ts";

const TEXTS = Array.from({ length: 40 }, (_, index) => {
  const options = { keyspace: "shop", capabilities: capabilitiesFor("cassandra", "5.0") };
  return keyspaceVersions(index + 1, 1, "all", options).map((schema) => writeModels(schema, "shop").text);
}).flat();

function runTool(script: string, args: readonly string[], input = ""): string {
  try {
    return execFileSync(process.execPath, [resolve(script), ...args], { input, encoding: "utf8" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return assert.fail(`${stdout}${stderr}`);
  }
}

test("written models pass the type checker", () => {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-models-"));
  try {
    TEXTS.forEach((text, index) => {
      writeFileSync(join(directory, `models${index}.ts`), text);
    });
    const compilerOptions = {
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true },
      ...{ module: "nodenext", target: "es2023", types: ["node"], typeRoots: [resolve("node_modules/@types")] },
      paths: { "tidemark/models": [fileURLToPath(new URL("../../src/models.d.ts", import.meta.url))] },
    };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    runTool("node_modules/typescript/bin/tsc", ["-p", directory]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("the formatter has nothing to do", () => {
  // A name of a hundred letters breaks lines in ways of its own.
  const text = TEXTS.filter((each) => !each.includes("n".repeat(48)))
    .map((each) => each.replace(/^import \{[^}]*\} from.*\n\n/m, ""))
    .join("\n");
  assert.equal(runTool("node_modules/@biomejs/biome/bin/biome", ["format", "--stdin-file-path=models.ts"], text), text);
});

test("every name that the package exports is taken for the constants of a module", () => {
  assert.deepEqual([...MAKERS].sort(), Object.keys(models).sort());
});
