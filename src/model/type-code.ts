// Turns data types into the makers that make them: `frozen(list(text()))`. Pure.
import { unreachable } from "../base/assert.ts";
import type { CqlType } from "../cql/schema/cql-type.ts";
import { innerTypes } from "../cql/schema/type-facts.ts";
import type { Code } from "./code-layout.ts";
import { argumentsCode } from "./code-layout.ts";
import { stringLiteral } from "./typescript-names.ts";
import { maker, type WriteScope } from "./write-scope.ts";

export function typeCode(type: CqlType, scope: WriteScope): Code {
  return codeWithin(type, scope, "loose");
}

/** Within something frozen everything is, and need not say so; only a vector does not reach into what it holds. */
function codeWithin(type: CqlType, scope: WriteScope, within: "frozen" | "loose"): Code {
  const freezes = "isFrozen" in type && type.isFrozen && within === "loose";
  const inner = freezes ? "frozen" : within;
  const frozenIf = (code: Code): Code => (freezes ? made("frozen", [code], scope) : code);
  switch (type.kind) {
    case "native":
      return `${maker(type.name, scope)}()`;
    case "list":
    case "set":
      return frozenIf(made(type.kind, innerCodes(type, scope, inner), scope));
    case "map":
      return frozenIf(made("map", innerCodes(type, scope, inner), scope));
    case "tuple":
      return made("tuple", innerCodes(type, scope, "frozen"), scope);
    case "vector":
      return made("vector", [typeCode(type.element, scope), String(type.dimension)], scope);
    case "user":
      return frozenIf(made("udt", [scope.types.get(type.name) ?? type.name], scope));
    case "custom":
      return made("custom", [stringLiteral(type.className)], scope);
    default:
      return unreachable(type);
  }
}

function innerCodes(type: CqlType, scope: WriteScope, within: "frozen" | "loose"): readonly Code[] {
  return innerTypes(type).map((inner) => codeWithin(inner, scope, within));
}

function made(name: string, args: readonly Code[], scope: WriteScope): Code {
  return [maker(name, scope), argumentsCode(args)];
}

/** The user's types anywhere in a type as it is written, those in vectors too. */
export function* heldTypes(type: CqlType): Generator<string> {
  if (type.kind === "user") yield type.name;
  for (const inner of innerTypes(type)) yield* heldTypes(inner);
}
