// Goal: the shape of the source holds without anybody watching it.
// Method: read every file under src/ and hold names, sizes, imports and words against the rules of docs and style.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, sep } from "node:path";
import { test } from "node:test";

/** What the files of a folder may import besides their own folder; "engine/ports" is one file of another. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  text: ["base"],
  plan: ["base", "text"],
  cql: ["base", "text", "plan"],
  sql: ["base", "text", "plan"],
  migration: ["base", "text", "cql/lexer", "sql/lexer", "sql/session"],
  modules: ["base", "text"],
  model: ["base", "text", "cql"],
  dialect: ["base", "text", "plan", "cql", "sql"],
  lint: ["base", "text", "plan", "cql", "sql", "migration"],
  engine: ["base", "text", "plan", "migration", "dialect", "sql/session"],
  "adapters/cassandra": ["base", "text", "plan", "cql", "migration", "dialect", "engine/ports"],
  "adapters/sql": ["base", "text", "plan", "sql", "migration", "dialect", "engine/ports"],
  "adapters/memory": ["base", "text", "plan", "cql", "migration", "dialect", "engine/ports"],
  shadow: ["base", "text", "plan", "sql", "migration", "dialect", "engine", "adapters/sql", "config/secret"],
  verify: ["base", "text", "plan", "migration", "dialect", "engine", "shadow"],
  sandbox: ["base"],
  config: ["base", "text", "dialect", "lint", "modules"],
  testing: ["base", "text", "plan", "migration", "dialect", "engine", "adapters", "sandbox"],
};

/** The only places that touch a clock, chance or the disk in folders that are pure otherwise. */
const IMPURE_FILES: ReadonlySet<string> = new Set([
  "migration/read-directory.ts",
  "migration/create-files.ts",
  "engine/node-runtime.ts",
  "engine/code/code-runtime.ts",
]);
const PURE_FOLDERS: readonly string[] = [
  "text",
  "plan",
  "cql",
  "sql",
  "migration",
  "model",
  "dialect",
  "lint",
  "engine",
];
const PURE_MODULES: ReadonlySet<string> = new Set(["node:crypto", "node:buffer"]);
const CLOCK_OR_CHANCE = /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|randomUUID|setTimeout|process\.)/;

const DRIVERS: readonly string[] = ["cassandra-driver", "pg", "@electric-sql/pglite"];
const LINES_MAX = 600;
const VAGUE_NAME = /^(utils?|helpers?|common|misc|manager|index)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;
const BANNED: readonly RegExp[] = [
  /\b(TODO|FIXME|XXX)\b/,
  /\/(work|tmp|home|root)\//,
  /\b(claude|anthropic|chatgpt|copilot|llm)\b/i,
];

interface SourceFile {
  /** From src/ on, with "/": "engine/ports.ts". */
  readonly path: string;
  /** "" for an entry of the package. */
  readonly folder: string;
  readonly text: string;
  readonly isTest: boolean;
}

interface Import {
  readonly specifier: string;
  /** Of a file of the project: from src/ on, without its ending. */
  readonly target: string | undefined;
}

const ROOT = findRoot();
const FILES: readonly SourceFile[] = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => extname(name) === ".ts")
  .map((name) => name.split(sep).join("/"))
  .sort()
  .map((path) => ({
    path,
    folder: path.includes("/") ? path.slice(0, path.indexOf("/")) : "",
    text: readFileSync(join(ROOT, "src", path), "utf8"),
    isTest: path.endsWith(".test.ts"),
  }));
const CODE = FILES.filter(({ isTest }) => !isTest);

function findRoot(): string {
  let directory = process.cwd();
  while (!existsSync(join(directory, "biome.json"))) {
    assert.notEqual(dirname(directory), directory, "the tests run inside of the repository");
    directory = dirname(directory);
  }
  return directory;
}

function importsOf({ path, text }: SourceFile): readonly Import[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm,
  );
  return [...statements].map(([, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? "";
    const isOwn = specifier.startsWith(".");
    const target = isOwn ? join(dirname(path), specifier).split(sep).join("/").replace(/\.ts$/, "") : undefined;
    return { specifier, target };
  });
}

function isWithin(target: string, allowed: string): boolean {
  return target === allowed || target.startsWith(`${allowed}/`);
}

/** Lists what is wrong, all of it, as an empty list is what is right. */
function assertNone(wrong: readonly string[]): void {
  assert.deepEqual(wrong, []);
}

test("there are files to look at", () => {
  assert.ok(CODE.length > 50 && CODE.some(({ path }) => path === "engine/ports.ts"));
  const ports = CODE.find(({ path }) => path === "engine/ports.ts");
  assert.ok(ports !== undefined && importsOf(ports).some(({ target }) => target === "plan/plan"));
});

test("every folder imports only what the table of the design lets it import", () => {
  assertNone(
    CODE.filter(({ folder }) => folder !== "" && folder !== "cli").flatMap((file) => {
      const folder = Object.keys(MAY_IMPORT).find((each) => isWithin(file.path, each));
      if (folder === undefined) return [`${file.path}: the folder has no line in the table`];
      const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
      return importsOf(file)
        .filter(({ target }) => target !== undefined && !allowed.some((each) => isWithin(target, each)))
        .map(({ specifier }) => `${file.path} imports ${specifier}`);
    }),
  );
});

test("what a folder may import is what docs/ARCHITECTURE.md says", () => {
  const rows = readFileSync(join(ROOT, "docs/ARCHITECTURE.md"), "utf8").matchAll(
    /^\| `src\/([a-z/]+)\/` \| [^|]+ \| ([^|]+) \|$/gm,
  );
  const said = [...rows].map(([, folder = "", allowed = ""]) => [folder, allowed === "–" ? [] : allowed.split(", ")]);
  assert.deepEqual(Object.fromEntries(said), { ...MAY_IMPORT, cli: ["all"] });
});

test("every file that docs/ARCHITECTURE.md names is there", () => {
  const names = readFileSync(join(ROOT, "docs/ARCHITECTURE.md"), "utf8").matchAll(
    /`((?:src|tests|scripts|docs)\/[\w./-]+)`/g,
  );
  assertNone([...names].map(([, name = ""]) => name).filter((name) => !existsSync(join(ROOT, name))));
});

test("only its adapter imports a driver, but for types", () => {
  assertNone(
    CODE.filter(({ folder }) => folder !== "adapters").flatMap((file) =>
      importsOf({ ...file, text: file.text.replace(/^import type .*$/gm, "") })
        .filter(({ specifier }) => DRIVERS.some((driver) => isWithin(specifier, driver)))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    ),
  );
});

test("folders that are pure touch no clock, no chance and no disk", () => {
  assertNone(
    CODE.filter(({ folder, path }) => PURE_FOLDERS.includes(folder) && !IMPURE_FILES.has(path)).flatMap((file) => [
      ...importsOf(file)
        .filter(({ specifier }) => specifier.startsWith("node:") && !PURE_MODULES.has(specifier))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
      ...linesOf(withoutComments(file.text), CLOCK_OR_CHANCE).map((line) => `${file.path}:${line}`),
    ]),
  );
});

test("no file is longer than it may be", () => {
  assertNone(FILES.filter(({ text }) => text.split("\n").length > LINES_MAX).map(({ path }) => path));
});

test("every file has a name in kebab-case that says one idea", () => {
  assertNone(
    FILES.filter(({ path }) => {
      const name = basename(path);
      const isEntry = path === "index.ts" || path === "lint/rules/rules.ts";
      return !KEBAB.test(name) || (!isEntry && VAGUE_NAME.test(name.replace(/(\.test)?\.ts$/, "")));
    }).map(({ path }) => path),
  );
});

test("a file with logic begins with what it turns into what; a command's name says it", () => {
  const silent = CODE.filter(({ text }) => !text.startsWith("// ") && !text.startsWith("#!"));
  assertNone(silent.map(({ path }) => path).filter((path) => !path.startsWith("cli/commands/")));
});

test("nothing is exported without a name, and no enum is declared", () => {
  const pattern = /^export (default\b|(const |declare )?enum\b)|^(const )?enum\b/;
  assertNone(FILES.flatMap(({ path, text }) => linesOf(text, pattern).map((line) => `${path}:${line}`)));
});

test("no file holds a word that does not belong to the project", () => {
  assertNone(
    CODE.flatMap(({ path, text }) =>
      BANNED.flatMap((word) => linesOf(text, word).map((line) => `${path}:${line}: ${word}`)),
    ),
  );
});

/** Numbers of the lines that match, from 1. */
function linesOf(text: string, pattern: RegExp): readonly number[] {
  return text.split("\n").flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}

/** Lines stay where they are. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/\/\/.*$/gm, "");
}
