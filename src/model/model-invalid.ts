// The error of a model that no server would take, thrown where it is declared. Pure.
import { ToolError } from "../base/errors.ts";
import type { Place } from "./model.ts";
import { printPlace } from "./place.ts";

/** @param mistakes all of them, at least one */
export function modelInvalid(what: string, mistakes: readonly string[], place: Place | undefined): ToolError {
  const where = printPlace(place);
  const [only, ...more] = mistakes;
  const list = mistakes.map((mistake) => `\n  ${mistake}`).join("");
  const said = more.length === 0 ? `${what}: ${only}` : `${what}: ${mistakes.length} mistakes${list}`;
  return new ToolError("model-invalid", where === undefined ? said : `${where}: ${said}`, {
    hint: "correct the model: nothing was asked of a server",
    details: { mistakes, ...place },
  });
}
