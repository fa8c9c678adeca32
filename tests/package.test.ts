// Goal: what `npm install tidemark` brings is complete, typed, and nothing more.
// Method: the built package is packed and unpacked into an empty project beside nothing but its declared dependencies.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { TOOL_VERSION } from "../src/tool-version.ts";

const root = process.cwd();
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
};

let project = "";
let installed = "";
let tarball = "";
let files: readonly string[] = [];

before(() => {
  assert.ok(existsSync(join(root, "dist/index.js")), "dist/ is missing: npm run build");
  project = realpathSync(mkdtempSync(join(tmpdir(), "tidemark-package-")));
  const packed = spawnSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", project], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(packed.status, 0, packed.stderr);
  const [description] = JSON.parse(packed.stdout) as [{ filename: string; files: readonly { path: string }[] }];
  tarball = join(project, description.filename);
  files = description.files.map(({ path }) => path);
  installed = join(project, "node_modules/tidemark");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  // As an installation would lay them out, without asking a registry.
  for (const name of Object.keys(manifest.dependencies)) link(name);
  writeFileSync(join(project, "package.json"), '{ "type": "module", "private": true }\n');
});

after(() => rmSync(project, { recursive: true, force: true }));

function link(name: string): void {
  const at = join(project, "node_modules", name);
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(join(root, "node_modules", name), at);
}

function runNode(args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
}

test("the tool's version is the package's", () => {
  assert.equal(TOOL_VERSION, manifest.version);
});

test("the package holds what it needs: the build, documentation, licence, change log", () => {
  for (const path of [
    "dist/index.js",
    "dist/index.d.ts",
    "dist/bin/tidemark.js",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
  ]) {
    assert.ok(files.includes(path), `${path} is missing`);
  }
  for (const name of ["docs/", "examples/"])
    assert.ok(
      files.some((path) => path.startsWith(name)),
      `${name} is missing`,
    );
});

test("the package holds no tests, no sources, nothing of the workshop", () => {
  const foreign = files.filter(
    (path) =>
      !/^(dist|docs|examples)\//.test(path) && !["package.json", "README.md", "LICENSE", "CHANGELOG.md"].includes(path),
  );
  assert.deepEqual(foreign, []);
  assert.deepEqual(
    files.filter((path) => /\.test\.|^dist\/.*(?<!\.d)\.ts$|\.map$|(^|\/)node_modules\/|\.log$|\.tgz$/.test(path)),
    [],
  );
});

test("no file of the package names a place on the machine that built it", () => {
  const names = [root, "/root/", `${process.env.HOME ?? "/root"}/`];
  const telling = files.filter((path) => {
    const text = readFileSync(join(installed, path), "utf8");
    return names.some((name) => text.includes(name));
  });
  assert.deepEqual(telling, []);
});

test("every path that the manifest names is in the package", () => {
  const named = [...JSON.stringify(manifest.exports).matchAll(/"\.\/([^"]+\.[a-z]+)"/g)].map(([, path]) => path ?? "");
  for (const path of [...named.filter((each) => each.includes("/")), ...Object.values(manifest.bin)]) {
    assert.ok(files.includes(path), `${path} is missing`);
  }
});

test("every subpath can be imported", () => {
  const script = `
    const main = await import("tidemark");
    const cql = await import("tidemark/cql");
    const models = await import("tidemark/models");
    const testing = await import("tidemark/testing");
    const schema = (await import("tidemark/schema.json", { with: { type: "json" } })).default;
    console.log(JSON.stringify([typeof main.Tidemark.open, Object.keys(cql).length > 0, typeof models.table, Object.keys(testing).length > 0, typeof schema]));`;
  const { stdout, stderr, status } = runNode(["--no-warnings", "--input-type=module", "-e", script]);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.equal(stdout, '["function",true,"function",true,"object"]\n');
});

test("importing the library loads no driver", () => {
  const script = `
    import { createRequire } from "node:module";
    await import("tidemark");
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("cassandra-driver"));
    console.log(loaded.length);`;
  const { stdout } = runNode(["--input-type=module", "-e", script]);
  assert.equal(stdout, "0\n");
});

test("what is inside cannot be imported", () => {
  const { status, stderr } = runNode(["--input-type=module", "-e", 'await import("tidemark/dist/tidemark.js")']);
  assert.notEqual(status, 0);
  assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test("a strict consumer type-checks against the declarations, library files included", () => {
  writeFileSync(
    join(project, "consumer.ts"),
    `import { defineMigration, ToolError, Tidemark, type ErrorCode, type MigrateReport, type Plan } from "tidemark";
import * as cql from "tidemark/cql";
import { type Insert, type Key, type Row, table, text, uuid } from "tidemark/models";
import * as testing from "tidemark/testing";

export const users = table("users", { id: uuid().partitionKey(), name: text() });
export const nameOf = ({ name }: Row<typeof users>): string | null => name;
export const keyOf = ({ id }: Row<typeof users>): Key<typeof users> => ({ id });
export const added = (id: Insert<typeof users>["id"]): Insert<typeof users> => ({ id, name: "Ann" });
// @ts-expect-error a table without a partition key is a mistake
table("keyless", { name: text() });
export const fill = defineMigration({
  async upgrade(ctx) {
    for await (const { id } of ctx.query<Row<typeof users>>("SELECT id FROM users")) {
      await ctx.execute("UPDATE users SET name = ? WHERE id = ?", ["x", id]);
    }
  },
});

export async function deploy(): Promise<readonly string[]> {
  const tidemark = await Tidemark.open({ contactPoints: ["db1:9042"], keyspace: "shop", variables: { a: "b" } });
  try {
    await tidemark.init();
    const report: MigrateReport = await tidemark.migrate({ target: "12", signal: AbortSignal.timeout(1_000) });
    const plan: Plan = await tidemark.plan();
    return [...report.applied.map(({ version }) => version), plan.scope];
  } catch (error) {
    if (error instanceof ToolError) return [error.code satisfies ErrorCode];
    throw error;
  } finally {
    await tidemark.close();
  }
}
export const names: readonly string[] = [...Object.keys(cql), ...Object.keys(testing)];
// @ts-expect-error an unknown option is a mistake
export const wrong: Promise<Tidemark> = Tidemark.open({ keyspaces: "shop" });
`,
  );
  const compilerOptions = {
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "esnext.disposable", "dom"],
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    types: [],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
  const { stdout, status } = runNode([join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
  assert.equal(stdout, "");
  assert.equal(status, 0);
});

test("the types of models can be written as declarations", () => {
  writeFileSync(
    join(project, "shop.ts"),
    `import { frozen, list, set, table, text, tuple, udt, userType, uuid, vector, float, view } from "tidemark/models";

export const address = userType("address", { street: text(), lines: frozen(list(text())) });
export const users = table("users", { id: uuid().partitionKey(), home: frozen(udt(address)), pair: tuple(text(), text()) });
export const byHome = view("by_home", users, { columns: ["pair"], partitionKey: ["home"], clusteringKey: ["id"] });
export const homes = view("homes", users, { columns: "all", partitionKey: ["id"] });
export const tables = [users, table("tags", { id: uuid().partitionKey(), tags: set(text()), at: vector(float(), 3) })];
`,
  );
  const options = "--module nodenext --target es2023 --strict --declaration --emitDeclarationOnly --outDir declared";
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, status } = runNode([compiler, "--ignoreConfig", ...options.split(" "), "shop.ts"]);
  assert.equal(stdout, "");
  assert.equal(status, 0);
  assert.match(readFileSync(join(project, "declared/shop.d.ts"), "utf8"), /export declare const homes: /);
});

test("the command runs from where npm links it, without the library's dependencies", () => {
  const bare = join(project, "bare/node_modules");
  mkdirSync(join(bare, ".bin"), { recursive: true });
  mkdirSync(join(bare, "tidemark"));
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", join(bare, "tidemark")]);
  const command = join(bare, ".bin/tidemark");
  symlinkSync(join(bare, "tidemark", manifest.bin.tidemark ?? ""), command);
  assert.deepEqual(readdirSync(bare).sort(), [".bin", "tidemark"]);
  for (const [args, expected] of [
    [["--version"], `${TOOL_VERSION}\n`],
    [["new", "create", "users"], "created migrations/V001__create_users.cql\n"],
  ] as const) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], {
      cwd: project,
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    assert.equal(stdout, expected);
    assert.equal(status, 0);
  }
  const flags = ["--host", "127.0.0.1", "-p", "1", "-k", "shop"];
  const status = spawnSync(process.execPath, [command, "status", ...flags], { cwd: project, encoding: "utf8" });
  assert.match(status.stderr, /^error: cannot connect to 127\.0\.0\.1:1/);
  assert.equal(status.status, 5);
});

test("the command is executable as it is packed", () => {
  const { stdout, status } = spawnSync(join(installed, "dist/bin/tidemark.js"), ["--version"], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.equal(stdout, `${TOOL_VERSION}\n`);
});

test("publint finds nothing", () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/publint/src/cli.js"), "run", tarball, "--strict"],
    { cwd: root, encoding: "utf8" },
  );
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /All good!/);
});

test("attw finds no wrong types", () => {
  const cli = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  const { stdout, stderr, status } = runNode([cli, tarball, "--profile", "esm-only", "--no-color", "--no-emoji"]);
  assert.equal(status, 0, stdout + stderr);
});
