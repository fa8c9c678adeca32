// Roles and permissions, which are the cluster's and not the keyspace's, in a migration. Pure.
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { wordsOfKind } from "../../cql/statement-words.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const accessChange: Rule = cqlRule({
  name: "access-change",
  level: "warn",
  on: {
    "create-role": checkRole,
    "alter-role": checkRole,
    "create-user": checkRole,
    "alter-user": checkRole,
    "drop-role": checkRole,
    "drop-user": checkRole,
    "add-identity": checkRole,
    "drop-identity": checkRole,
    grant: checkGrant,
    revoke: checkGrant,
  },
});

const HINT = "leave roles and their permissions to what sets up the cluster";

function checkRole(statement: Of<RoleKind>): readonly Problem[] {
  const { node, side } = statement;
  if (side.direction === "down") return [];
  const message = `${wordsOfKind(node.kind)} is about the whole cluster, which other keyspaces and environments share`;
  const verb = { start: node.start, end: node.start + node.kind.indexOf("-") };
  return [problemAt(statement, "name" in node ? node.name : verb, message, HINT)];
}

function checkGrant(statement: Of<"grant" | "revoke">): readonly Problem[] {
  const { node, side } = statement;
  if (side.direction === "down") return [];
  const message = `${wordsOfKind(node.kind)} ties the file to roles of one cluster, and needs the right to pass on rights`;
  return [problemAt(statement, node.kind === "grant" ? node.to : node.from, message, HINT)];
}

type Of<Kind extends CqlStatement["node"]["kind"]> = CqlStatement<
  Extract<CqlStatement["node"], { readonly kind: Kind }>
>;
type RoleKind = `${"create" | "alter" | "drop"}-${"role" | "user"}` | `${"add" | "drop"}-identity`;
