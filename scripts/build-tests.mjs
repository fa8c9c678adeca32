// Compiles everything, tests included, into build/, and lists test files in it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function buildTests() {
  rmSync("build", { recursive: true, force: true });
  mkdirSync("build");
  writeFileSync("build/package.json", '{ "type": "module" }\n');
  run("node_modules/typescript/bin/tsc", ["-p", "tsconfig.json"]);
}

/** The compiled test files under the given folders of the repository. */
export function listTests(...folders) {
  return folders.flatMap((folder) => {
    const path = join("build", folder);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.js"))
      .map((name) => join(path, name))
      .sort();
  });
}

/** Runs a tool of node_modules, or node itself with arguments; throws on failure. */
export function run(script, args, env = {}) {
  execFileSync(process.execPath, [script, ...args], { stdio: "inherit", env: { ...process.env, ...env } });
}
