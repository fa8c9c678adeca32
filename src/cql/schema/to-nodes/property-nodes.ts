// Turns options into what stands behind WITH. Pure.
import type { Property, PropertyValue } from "../../ast/property.ts";
import type { LiteralTerm } from "../../ast/term.ts";
import type { OptionMap, OptionValue } from "../schema.ts";
import { identifierNode, NOWHERE } from "./name-nodes.ts";

/** In the order of their names. */
export function propertyNodes(options: Readonly<Record<string, OptionValue>>): readonly Property[] {
  return Object.keys(options)
    .sort()
    .flatMap((name) => {
      const value = options[name];
      return value === undefined ? [] : [propertyNode(name, value)];
    });
}

export function propertyNode(name: string, value: OptionValue): Property {
  return { name: identifierNode(name), value: valueNode(value), ...NOWHERE };
}

function valueNode(value: OptionValue): PropertyValue {
  switch (typeof value) {
    case "string":
      return literal("string", value);
    case "number":
      return literal(Number.isInteger(value) ? "integer" : "float", String(value));
    case "boolean":
      return literal("boolean", String(value));
    default:
      return mapNode(value);
  }
}

/** `class` first, as people and servers write it, then by name. */
function mapNode(map: OptionMap): PropertyValue {
  const keys = Object.keys(map).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  if (keys.length === 0) return { kind: "set", items: [], ...NOWHERE };
  const entries = keys.map((key) => ({ key: literal("string", key), value: literal("string", map[key] ?? "") }));
  return { kind: "map", entries, ...NOWHERE };
}

function rank(key: string): number {
  return key === "class" ? 0 : 1;
}

function literal(type: LiteralTerm["type"], value: string): LiteralTerm {
  return { kind: "literal", type, value, ...NOWHERE };
}
