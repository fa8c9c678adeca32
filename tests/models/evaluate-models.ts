// The text of a module of models → its models, without a file: hundreds of them are evaluated in one process.
import assert from "node:assert/strict";
import { isModel, type Model } from "../../src/model/model.ts";
import * as makers from "../../src/models.ts";

export function evaluateModels(text: string): readonly Model[] {
  const exported: Record<string, unknown> = {};
  const body = text
    .replace(/^import \{([^}]*)\} from "tidemark\/models";$/m, "const {$1} = makers;")
    .replaceAll(/^export const (\S+) = /gm, "const $1 = exported.$1 = ")
    .replace(/^export \{\};$/m, "");
  new Function("makers", "exported", `"use strict";\n${body}`)(makers, exported);
  return Object.values(exported).map((value) => {
    assert.ok(isModel(value), text);
    return value;
  });
}
