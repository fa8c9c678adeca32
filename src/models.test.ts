// Goal: a program may import its models at every start. Method: the modules that the entry loads are followed and listed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));

/** From the folder of the entry on; packages by their names. */
function loadedBy(file: string, loaded: Set<string> = new Set()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const text = readFileSync(join(ROOT, file), "utf8");
  for (const [, specifier = ""] of text.matchAll(/\b(?:from|import) ?\(?"([^"]+)"/g)) {
    if (specifier.startsWith(".")) loadedBy(relative(ROOT, join(ROOT, dirname(file), specifier)), loaded);
    else loaded.add(specifier);
  }
  return loaded;
}

test("the entry for models loads neither a parser, a simulator nor a driver", () => {
  const loaded = [...loadedBy("models.js")];
  assert.ok(loaded.includes("model/table.js"));
  assert.deepEqual(
    loaded.filter((file) => !/^(models\.js|model\/|base\/|cql\/schema\/type-facts\.js|leven$)/.test(file)),
    [],
  );
  const heavy = /declare|write|nodes|code/;
  assert.deepEqual(
    loaded.filter((file) => heavy.test(file)),
    [],
  );
});
