// What a role may do, and what statements and the history need → checks. Pure.
import { assert } from "../../../base/assert.ts";
import type { Capabilities } from "../../../cql/capabilities.ts";
import { type Access, missingPermissions } from "../../../cql/permissions/access.ts";
import { type HistoryPlace, historyPermissions } from "../../../cql/permissions/history-permissions.ts";
import { planPermissions } from "../../../cql/permissions/plan-permissions.ts";
import {
  describeRequirement,
  grantStatement,
  type Permission,
  type Requirement,
} from "../../../cql/permissions/requirement.ts";
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
  /** On the history's table: what the session has just made use of. */
  readonly proven: readonly Permission[];
}

export function checkAccess(planned: readonly PlannedStatement[], facts: AccessFacts): readonly Check[] {
  const { access } = facts;
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
    case "granted":
      return checkGrants(access, planned, facts);
  }
}

function checkGrants(
  access: Extract<Access, { kind: "granted" }>,
  planned: readonly PlannedStatement[],
  { capabilities, schema, history, proven }: AccessFacts,
): readonly Check[] {
  const { role } = access;
  const own = missingPermissions(historyPermissions(history, capabilities), access, capabilities);
  const disproof = own.find((each) => each.kind === "permission" && proven.includes(each.permission));
  if (disproof !== undefined) {
    const finding = `what ${role} may do is not known: the server's list lacks ${describeRequirement(disproof)}, which it has`;
    return [{ name: "permissions", verdict: "unknown", finding }];
  }
  const required = planPermissions(planned, { schema, capabilities, role });
  const missing = missingPermissions(required, access, capabilities);
  // What other products ask for was never tried.
  const verdict = capabilities.product === "cassandra" ? "problem" : "warning";
  const checks = [
    ...own.map((each) => lacking(each, role, "the history", verdict)),
    ...missing.map((each) => {
      const statement = planned[each.statementIndex];
      assert(statement !== undefined, "what is required is required by a statement");
      if (statement.isForeseen) return lacking(each, role, placeOf(statement), verdict);
      const unforeseen = lacking(each, role, placeOf(statement), "unknown");
      return { ...unforeseen, finding: `${unforeseen.finding}; a statement before it may change that` };
    }),
  ];
  if (checks.length > 0) return checks;
  return [ok("permissions", `${role} may do all that ${planned.length === 0 ? "the history needs" : "is pending"}`)];
}

function lacking(requirement: Requirement, role: string, needer: string, verdict: Check["verdict"]): Check {
  const grant = grantStatement(requirement, role);
  return {
    name: "permissions",
    verdict,
    finding: `${needer} needs ${describeRequirement(requirement)}, which ${role} does not have`,
    hint: grant === undefined ? "log in as a superuser for it" : `${grant};`,
  };
}
