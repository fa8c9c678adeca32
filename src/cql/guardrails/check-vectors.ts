// Holds the vectors in types that are written against the guardrails. Pure.
import type { TypeNode, VectorTypeNode } from "../ast/type-node.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";

/** A column or a field. */
interface Typed {
  readonly name: { readonly name: string };
  readonly type: TypeNode;
}

export function checkVectors(judge: GuardrailJudge, parts: readonly Typed[]): void {
  for (const { name, type } of parts) {
    for (const { dimension, start, end } of vectorsIn(type)) {
      judge.allow("vector_type_enabled", { start, end }, `\`${name.name}\` has a vector`);
      const what = `\`${name.name}\` has a vector of ${dimension} dimensions`;
      judge.limit("vector_dimensions", Number(dimension), { start, end }, what);
    }
  }
}

/** Not those in other vectors, which the server does not look into (CQL3Type.RawVector). */
function vectorsIn(type: TypeNode): readonly VectorTypeNode[] {
  switch (type.kind) {
    case "vector":
      return [type];
    case "list":
    case "set":
      return vectorsIn(type.element);
    case "map":
      return [...vectorsIn(type.key), ...vectorsIn(type.value)];
    case "tuple":
      return type.elements.flatMap(vectorsIn);
    case "frozen":
      return vectorsIn(type.inner);
    default:
      return [];
  }
}
