import assert from "node:assert/strict";
import { test } from "node:test";
import { text } from "./native-types.ts";
import { requireModels } from "./require-models.ts";
import { table } from "./table.ts";

const users = table("users", { id: text().partitionKey() });

test("a list of models is one", () => {
  requireModels([users]);
  requireModels([]);
});

test("a model alone is no list, and a number is no model", () => {
  assert.throws(() => requireModels(users), { code: "usage", message: "models are given as a list" });
  assert.throws(() => requireModels([users, 5]), { code: "usage", message: "number 2 of the models is none" });
});
