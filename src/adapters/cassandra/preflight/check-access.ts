// What a role may do, and what statements and the history need → checks. Pure.
import type { Capabilities } from "../../../cql/capabilities.ts";
import { type Access, missingPermissions } from "../../../cql/permissions/access.ts";
import { type HistoryPlace, historyPermissions } from "../../../cql/permissions/history-permissions.ts";
import { planPermissions } from "../../../cql/permissions/plan-permissions.ts";
import { describeRequirement, grantStatement, type Requirement } from "../../../cql/permissions/requirement.ts";
import type { Schema } from "../../../cql/schema/schema.ts";
import type { Check } from "../../../engine/ports.ts";
import { ok } from "./check-nodes.ts";
import { type PlannedStatement, placeOf } from "./planned-statements.ts";

export interface AccessFacts {
  readonly access: Access;
  readonly capabilities: Capabilities;
  /** As it is before the first statement. */
  readonly schema: Schema;
  readonly history: HistoryPlace;
}

export function checkAccess(planned: readonly PlannedStatement[], facts: AccessFacts): readonly Check[] {
  const { access, capabilities, schema, history } = facts;
  switch (access.kind) {
    case "everything": {
      const reason =
        access.reason === "superuser"
          ? "the role is a superuser and may do everything"
          : "the cluster asks nobody for permissions";
      return [ok("permissions", reason)];
    }
    case "unknown":
      return [
        { name: "permissions", verdict: "unknown", finding: `what the role may do is not known: ${access.reason}` },
      ];
    case "granted": {
      const { role } = access;
      const own = missingPermissions(historyPermissions(history, capabilities), access, capabilities);
      const required = planPermissions(planned, { schema, capabilities, role });
      const missing = missingPermissions(required, access, capabilities);
      const checks = [
        ...own.map((each) => lacking(each, role, "the history")),
        ...missing.map((each) => {
          const statement = planned[each.statementIndex];
          return lacking(each, role, statement === undefined ? "a statement" : placeOf(statement));
        }),
      ];
      if (checks.length > 0) return checks;
      return [
        ok("permissions", `${role} may do all that ${planned.length === 0 ? "the history needs" : "is pending"}`),
      ];
    }
  }
}

function lacking(requirement: Requirement, role: string, needer: string): Check {
  const grant = grantStatement(requirement, role);
  return {
    name: "permissions",
    verdict: "problem",
    finding: `${needer} needs ${describeRequirement(requirement)}, which ${role} does not have`,
    hint: grant === undefined ? "log in as a superuser for it" : `${grant};`,
  };
}
