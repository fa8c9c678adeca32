// Judges what a program gives as models. Pure.
import { ToolError } from "../base/errors.ts";
import { isModel, type Model } from "./model.ts";

/** @throws ToolError "usage" for what is no list of models, as a program in JavaScript may give it */
export function requireModels(given: unknown): asserts given is readonly Model[] {
  if (!Array.isArray(given)) throw new ToolError("usage", "models are given as a list", { hint: HINT });
  const index = given.findIndex((each) => !isModel(each));
  if (index >= 0) throw new ToolError("usage", `number ${index + 1} of the models is none`, { hint: HINT });
}

const HINT = "give what `table`, `userType` and `view` of tidemark/models return: [users, products]";
