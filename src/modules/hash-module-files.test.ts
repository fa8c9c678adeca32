// Goal: all local files of a module are found, and no others. Method: files in a fresh directory each; nothing is run.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { hashModuleFiles } from "./hash-module-files.ts";
import { directoryOf, writeInto } from "./module-fixture.test.ts";

async function filesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const [name = ""] = Object.keys(files);
  return (await hashModuleFiles(join(directoryOf(files), name), `m/${name}`)).map(({ file }) => file);
}

test("imports of every form are followed", async () => {
  const found = await filesOf({
    "a.ts": `import b from "./b"; import "./c.js"; export { d } from "./d"; export * from "../m-out.ts";
const e = await import("./e.ts"); const f = require("./f.cjs"); import g from "./g.json"; import h = require("./h");`,
    "b.ts": "",
    "c.ts": "",
    "d/index.ts": `import "./deep.ts";`,
    "d/deep.ts": "",
    "e.ts": "",
    "f.cjs": "",
    "g.json": "{}",
    "h.ts": "",
  });
  assert.deepEqual(found, [
    "m/a.ts",
    "m/b.ts",
    "m/c.ts",
    "m/d/deep.ts",
    "m/d/index.ts",
    "m/e.ts",
    "m/f.cjs",
    "m/g.json",
    "m/h.ts",
  ]);
});

test("types, packages, strings and comments are not followed", async () => {
  const found = await filesOf({
    "a.ts": `import type { B } from "./b.ts"; import c from "c"; // import "./d.ts"
export type { E } from "./e.ts"; const f = "import './f.ts'"; import g from "./node_modules/g/index.js";`,
    "b.ts": "",
    "node_modules/c/index.js": "",
    "node_modules/g/index.js": "",
    "d.ts": "",
    "e.ts": "",
    "f.ts": "",
  });
  assert.deepEqual(found, ["m/a.ts"]);
});

test("TypeScript of every kind is seen through", async () => {
  const texts = [
    `const f = <T,>(x: T): T => x; const m = new Map<string, Array<number>>(); import "./b.ts";`,
    `@sealed("x") class A { @prop() private readonly a: string = "'"; constructor(private x: number) {} }\nimport "./b.ts";`,
    "const s = `x ${`y ${1}`} '`; const r = /[\"'`]/g; function f(a: number): number { return a / 2 / 3; } import './b.ts';",
    `const x = { a: 1 } satisfies object; let y = <any>x; let z = y! / 2; export = x; import "./b.ts";`,
    `enum E { A = "a" } namespace N { export const a = 1; } abstract class Q<T extends object> { abstract m(): void } import "./b.ts";`,
    `type U<A> = A extends infer B ? \`\${string}'\` : never; declare module "foo" { export const x: "'"; } import "./b.ts";`,
    `export default defineMigration({ async upgrade(ctx) { for await (const r of ctx.query<{ id: string }>("SELECT '")) r; } }); import "./b.ts";`,
  ];
  for (const text of texts) assert.deepEqual(await filesOf({ "a.ts": text, "b.ts": "" }), ["m/a.ts", "m/b.ts"], text);
});

test("a file that cannot be made out is searched by its words", async () => {
  assert.deepEqual(await filesOf({ "a.ts": `import { b } from "./b.ts";\nconst a = ) 3;`, "b.ts": "" }), [
    "m/a.ts",
    "m/b.ts",
  ]);
});

test("files that import each other end", async () => {
  assert.deepEqual(await filesOf({ "a.ts": `import "./b.ts";`, "b.ts": `import "./a.ts";` }), ["m/a.ts", "m/b.ts"]);
});

test("a hash changes with the text, and not with its line ends", async () => {
  const directory = directoryOf({ "a.ts": "const a = 1;\nconst b = 2;\n" });
  const hash = async () => (await hashModuleFiles(join(directory, "a.ts")))[0]?.hash;
  const before = await hash();
  assert.match(before ?? "", /^sha256:[0-9a-f]{64}$/);
  writeInto(directory, { "a.ts": "const a = 1;\r\nconst b = 2;\r\n" });
  assert.equal(await hash(), before);
  writeInto(directory, { "a.ts": "const a = 1;\nconst b = 3;\n" });
  assert.notEqual(await hash(), before);
});

test("an alias of the package that the file is in is followed", async () => {
  const found = await filesOf({
    "a.mjs": `import "#lib";`,
    "package.json": '{ "name": "p", "imports": { "#lib": "./lib.js" } }',
    "lib.js": "",
  });
  assert.deepEqual(found, ["m/a.mjs", "m/lib.js"]);
});
