// Goal: users' modules load as they are, and tell their place when they do not. Method: files in a fresh directory each.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { importModule } from "./import-module.ts";
import { directoryOf, exportsOf, failureOf, writeInto } from "./module-fixture.test.ts";
import { provideModule } from "./own-modules.ts";

test("TypeScript that types cannot simply be cut out of is run", async () => {
  const text = [
    "enum Color { Red = 3 }",
    "namespace Names { export const one: string = 'one' }",
    "class Point { constructor(readonly x: number, private y = 2) {} sum(): number { return this.x + this.y; } }",
    "const same = <T,>(value: T): T => value;",
    "export const found = [Color.Red, Names.one, new Point(1).sum(), same<number>(4)!] satisfies unknown[];",
  ].join("\n");
  assert.deepEqual((await exportsOf({ "a.ts": text })).found, [3, "one", 3, 4]);
});

test("imports go with and without endings, to .ts for .js, to index files and to JSON", async () => {
  const { all } = await exportsOf({
    "a.ts": `import { b } from "./b"; import { c } from "./c.js"; import { d } from "./d"; import e from "./e.json"; import type { F } from "./none";
export const all = [b, c, d, e.e];`,
    "b.ts": "export const b = 1;",
    "c.ts": "export const c = 2;",
    "d/index.ts": "export const d = 3;",
    "e.json": '{ "e": 4 }',
  });
  assert.deepEqual(all, [1, 2, 3, 4]);
});

for (const [name, text] of [
  ["a.mjs", "export default { kind: await Promise.resolve('mjs') };"],
  ["a.js", "export default { kind: 'esm' };"],
  ["a.cjs", "module.exports = { kind: 'cjs' };"],
  ["a.js", "module.exports = { kind: require('./b.json').kind };"],
  ["a.mts", "const kind: string = 'mts'; export default { kind };"],
] as const) {
  test(`a module ${name} such as ${text} has its default export`, async () => {
    const exported = await exportsOf({ [name]: text, "b.json": '{ "kind": "json" }' });
    assert.ok(typeof exported.default === "object" && exported.default !== null && "kind" in exported.default);
  });
}

test("a module that exports by name alone has no default export, and a function may be all of one in CommonJS", async () => {
  for (const name of ["a.ts", "a.mjs"])
    assert.deepEqual({ ...(await exportsOf({ [name]: "export const one = 1;" })) }, { one: 1 });
  const { default: made } = await exportsOf({ "a.cjs": "module.exports = () => 5;" });
  assert.equal(typeof made === "function" && made(), 5);
});

test("every flavour of module gets what is provided under a name, also in a file that it imports", async () => {
  const provided = { mark: Symbol("provided") };
  provideModule("tidemark-provided", async () => provided);
  for (const name of ["b.ts", "b.mjs", "b.js", "b.mts"]) {
    const { mark, own } = await exportsOf({
      "a.mjs": `import { mark as own } from "tidemark-provided"; export { mark } from "./${name}"; export { own };`,
      [name]: `export { mark } from "tidemark-provided";`,
      "package.json": '{ "type": "module" }',
    });
    assert.deepEqual([mark, own], [provided.mark, provided.mark], name);
  }
  const required = await exportsOf({ "a.cjs": `module.exports = { mark: require("tidemark-provided").mark };` });
  assert.equal(required.mark, provided.mark);
});

test("a module is evaluated once, however often and at whatever time it is asked for, and so is what it imports", async () => {
  const counted = "globalThis.tidemarkCount = (globalThis.tidemarkCount ?? 0) + 1;";
  const directory = directoryOf({
    "a.ts": `import { b } from "./b.ts"; export const a = b;`,
    "b.ts": `${counted} export const b = {};`,
    "c.ts": `export { b } from "./b.ts";`,
  });
  const load = (name: string) => importModule(join(directory, name), name);
  const [a, again, c] = await Promise.all([load("a.ts"), load("a.ts"), load("c.ts")]);
  assert.ok(a.kind === "loaded" && again.kind === "loaded" && c.kind === "loaded");
  assert.equal(a.exports, again.exports);
  assert.equal(a.exports.a, c.exports.b);
  assert.equal(Reflect.get(globalThis, "tidemarkCount"), 1);
});

test("a module that throws is evaluated once", async () => {
  for (const name of ["a.mjs", "a.ts"]) {
    await failureOf({
      [name]: `globalThis.tidemarkThrown = (globalThis.tidemarkThrown ?? 0) + 1; throw new Error("no");`,
    });
  }
  assert.equal(Reflect.get(globalThis, "tidemarkThrown"), 2);
});

test("a module of which a file has changed is evaluated again", async () => {
  const directory = directoryOf({ "a.ts": `export { b } from "./b.ts";`, "b.ts": "export const b = 1;" });
  const read = async () => {
    const module = await importModule(join(directory, "a.ts"), "a.ts");
    return module.kind === "loaded" ? module.exports.b : module.diagnostic.message;
  };
  assert.equal(await read(), 1);
  writeInto(directory, { "b.ts": "export const b = ;" });
  assert.match(String(await read()), /cannot be loaded/);
  writeInto(directory, { "b.ts": "export const b = 2;" });
  assert.equal(await read(), 2);
});

test("a module that is evaluated every time sees what has changed around it", async () => {
  const directory = directoryOf({ "a.ts": "export default { at: process.env.TIDEMARK_TEST_VALUE };" });
  const read = async () => {
    const module = await importModule(join(directory, "a.ts"), "a.ts", { evaluation: "every-time" });
    return module.kind === "loaded" && module.exports.default;
  };
  process.env.TIDEMARK_TEST_VALUE = "1";
  assert.deepEqual(await read(), { at: "1" });
  process.env.TIDEMARK_TEST_VALUE = "2";
  assert.deepEqual(await read(), { at: "2" });
  delete process.env.TIDEMARK_TEST_VALUE;
});

const TYPES = "interface Long {\n  readonly name: string;\n}\n\n";

test("a syntax error has its place", async () => {
  assert.equal(
    await failureOf({ "a.ts": `${TYPES}const a = ) 3;\n` }),
    "shown/a.ts:5:11: the module cannot be loaded: Unexpected token",
  );
});

test("an error at import has its place, below types too", async () => {
  for (const name of ["a.ts", "a.mjs"]) {
    const types = name === "a.ts" ? TYPES : "\n\n\n\n";
    assert.equal(
      await failureOf({ [name]: `${types}export const a = 1;\nthrow new TypeError("it is late");\n` }),
      `shown/${name}:6:7: the module cannot be loaded: TypeError: it is late`,
    );
  }
});

test("a mistake in a file that is imported names that file", async () => {
  const thrown = await failureOf({
    "a.ts": `${TYPES}import "./lib/b";\n`,
    "lib/b.ts": `${TYPES}Object.keys(undefined as never);\n`,
  });
  assert.match(thrown, /^shown\/lib\/b\.ts:5:8: the module cannot be loaded: TypeError: Cannot convert/);
  const syntax = await failureOf({ "a.ts": `import "./b.ts";\n`, "b.ts": `${TYPES}let = 3 3;\n` });
  assert.match(syntax, /^shown\/b\.ts:5:\d+: the module cannot be loaded: /);
});

test("the column is that of the file as it is written, on its first line too", async () => {
  const b = "export function fail(): never {\n  throw new Error('no');\n}\n";
  const told = await failureOf({
    "a.ts": 'import { make } from "./b.ts"; export const a = make().x.y;',
    "b.ts": "export const make = (): any => ({});",
  });
  assert.match(told, /^shown\/a\.ts:1:5[678]: the module cannot be loaded: TypeError/);
  assert.match(
    await failureOf({ "a.ts": b.replace("never {", "void {").concat("export const x = 1, y = fail();") }),
    /^shown\/a\.ts:2:9: /,
  );
});

test("an import that leads nowhere is told at the import", async () => {
  assert.equal(
    await failureOf({ "a.ts": `${TYPES}import { b } from "./lib/nothing";\nb();\n` }),
    "shown/a.ts:5:19: the module cannot be loaded: cannot find the module `./lib/nothing`",
  );
  assert.equal(
    await failureOf({ "a.ts": `import "./b.ts";\n`, "b.ts": `${TYPES}import { b } from "no-such-package";\nb();\n` }),
    "shown/b.ts:5:19: the module cannot be loaded: cannot find the module `no-such-package`",
  );
});

test("what is thrown and is no error is told", async () => {
  assert.equal(
    await failureOf({ "a.ts": `throw "why not";\n` }),
    "shown/a.ts: the module cannot be loaded: it throws why not",
  );
});

test("a module that is missing is told by its name", async () => {
  const module = await importModule(join(directoryOf({}), "none.ts"), "none.ts");
  assert.ok(module.kind === "failed");
  assert.match(module.diagnostic.message, /^the module cannot be loaded: /);
});

test("an error of a function, thrown later, has the line of the file", async () => {
  const { later } = await exportsOf({
    "a.ts": `${TYPES}export async function later(): Promise<void> {\n  await null;\n  throw new Error("x");\n}\n`,
  });
  assert.ok(typeof later === "function");
  await assert.rejects(later(), (error: Error) => /a\.ts:7:9/.test(error.stack ?? ""));
});
