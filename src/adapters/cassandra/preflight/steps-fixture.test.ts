// Steps of a plan from texts, as the tests of this folder write them.
import type { StatementStep } from "../../../plan/plan.ts";

/** In the keyspace `shop`, each on a line of its own: "V1.cql:1", "V1.cql:2". */
export function stepsOf(...texts: readonly string[]): readonly StatementStep[] {
  return texts.map((text, index) => ({
    kind: "execute",
    index,
    text,
    hash: "",
    statementKind: "",
    effect: effectOf(text),
    onRetry: "safe",
    keyspace: "shop",
    file: "V1.cql",
    line: index + 1,
  }));
}

function effectOf(text: string): StatementStep["effect"] {
  if (/^(GRANT|REVOKE|\w+ ROLE)\b/.test(text)) return "access";
  return /^(INSERT|UPDATE|DELETE)\b/.test(text) ? "data" : "schema";
}
