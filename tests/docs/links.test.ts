// Goal: no link in a document leads nowhere. Method: each relative link's file, and its heading, is looked up.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const IN_FOLDERS = ["docs", "examples"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
);
const DOCUMENTS = [...readdirSync("."), ...IN_FOLDERS].filter((name) => name.endsWith(".md"));

/** Headings as anchors, the way GitHub makes them. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

for (const document of DOCUMENTS) {
  test(`${document}: its links lead somewhere`, () => {
    const text = readFileSync(document, "utf8").replace(/```.*?```/gs, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = "", anchor] = target.split("#");
      const path = file === "" ? document : join(dirname(document), file);
      assert.ok(existsSync(path), `${target} exists`);
      if (anchor !== undefined) assert.ok(anchorsOf(path).has(anchor), `${target} is a heading`);
    }
  });
}
