// What the operator of a server has switched off, and statements need → checks. Pure.
import type { Capabilities } from "../../../cql/capabilities.ts";
import { describeSwitchedOff, neededFeatures } from "../../../cql/optional-features.ts";
import type { Check } from "../../../engine/ports.ts";
import { ok } from "./check-nodes.ts";
import { type PlannedStatement, placeOf } from "./planned-statements.ts";

export function checkFeatures(planned: readonly PlannedStatement[], capabilities: Capabilities): readonly Check[] {
  const needed = neededFeatures(
    planned.map(({ statement }) => statement),
    capabilities,
  );
  const off = needed.filter(({ isOn }) => isOn === false);
  const checks: Check[] = off.map(({ feature, statementIndex, otherwise }) => {
    const statement = planned[statementIndex];
    const where = statement === undefined ? "" : `${placeOf(statement)}: `;
    const isForgotten = otherwise === "forgotten";
    return {
      name: "features",
      verdict: isForgotten ? "warning" : "problem",
      finding: `${where}${describeSwitchedOff(feature, capabilities)}`,
      hint: isForgotten
        ? "the server takes the statement and forgets this part of it"
        : "ask the operator of the cluster for it",
    };
  });
  const hidden = needed.filter(({ isOn }) => isOn === undefined);
  if (hidden.length > 0) {
    const settings = hidden.map(({ setting }) => `\`${setting}\``).join(", ");
    checks.push({
      name: "features",
      verdict: "unknown",
      finding: `whether ${settings} is on cannot be seen, and a pending statement needs it`,
      hint: "Cassandra 4.0 and later shows it to a role that has SELECT on system_views.settings",
    });
  }
  if (checks.length > 0) return checks;
  return [
    ok(
      "features",
      needed.length === 0 ? "no optional feature is needed" : "every optional feature that is needed is on",
    ),
  ];
}
