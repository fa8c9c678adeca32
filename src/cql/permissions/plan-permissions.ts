// Says which permissions a list of statements needs that are run one after the other by one role. Pure.
import type { StatementNode } from "../ast/statement.ts";
import { routinesNamed } from "../simulate/routines.ts";
import { simulate } from "../simulate/simulate.ts";
import {
  findKeyspaceOf,
  findWrittenRoutine,
  functionResource,
  keyspaceOf,
  type PermissionContext,
  routineResource,
  tableResource,
  writtenTypes,
} from "./permission-context.ts";
import { requiredPermissions } from "./required-permissions.ts";
import { type Requirement, withoutRepeats } from "./requirement.ts";
import { chainOf, describeResource, type HeldResource, resourceKey, tablesOf } from "./resource.ts";

export interface PlannedStatement {
  readonly statement: StatementNode;
  /** Where names that name no keyspace belong. */
  readonly keyspace: string;
}

export type PlannedRequirement = Requirement & {
  /** Place of the first statement that needs it, from 0. */
  readonly statementIndex: number;
};

/**
 * Each permission once, without those that come by themselves: the servers grant all permissions on a keyspace, a table, a
 * function or a role to the role that makes it. On a view they grant none. A permission on what is not there before the
 * first statement, which nobody can grant yet, is named on all that is in the keyspace.
 *
 * @param context before the first statement
 */
export function planPermissions(
  statements: readonly PlannedStatement[],
  context: Omit<PermissionContext, "keyspace">,
): readonly PlannedRequirement[] {
  const { capabilities, role } = context;
  const owned = new Set<string>();
  const requirements: PlannedRequirement[] = [];
  let { schema } = context;
  for (const [statementIndex, { statement, keyspace }] of statements.entries()) {
    const now: PermissionContext = { keyspace, schema: { ...schema, currentKeyspace: keyspace }, capabilities, role };
    for (const requirement of requiredPermissions(statement, now)) {
      if (isOwned(requirement, owned, now)) continue;
      requirements.push({ ...onWhatIsThere(requirement, context), statementIndex });
    }
    for (const resource of ownedBy(statement, now)) owned.add(keyOf(resource));
    ({ schema } = simulate(now.schema, statement, capabilities));
  }
  return withoutRepeats(requirements);
}

/** What is granted to the role when the statement makes it. Of a role it is not known whether it was there. */
function ownedBy(statement: StatementNode, context: PermissionContext): readonly HeldResource[] {
  switch (statement.kind) {
    case "create-keyspace": {
      const keyspace = statement.name.name;
      if (context.schema.keyspaces.has(keyspace)) return [];
      return [
        { kind: "keyspace", keyspace },
        { kind: "functions-in-keyspace", keyspace },
      ];
    }
    case "create-table": {
      const isThere = findKeyspaceOf(statement.name, context)?.tables.has(statement.name.name.name) === true;
      return isThere ? [] : [tableResource(statement.name, context)];
    }
    case "create-function":
    case "create-aggregate": {
      const { name } = statement;
      const types = writtenTypes(statement);
      if (findWrittenRoutine(name, types, context) !== undefined) return [];
      return [functionResource(keyspaceOf(name, context), name.name.name, types, context)];
    }
    case "create-role":
    case "create-user":
      return [{ kind: "role", name: statement.name.name }];
    default:
      return [];
  }
}

/**
 * Left to whoever sends the statements: a node that was asked about a table before it was made keeps that answer for
 * `permissions_validity`, 2 s unless changed, so that the ALTER behind `DROP TABLE IF EXISTS t; CREATE TABLE t …` is
 * refused when it comes sooner (Cassandra 5.0.8).
 */
function isOwned(requirement: Requirement, owned: ReadonlySet<string>, { capabilities }: PermissionContext): boolean {
  if (requirement.kind === "superuser") return false;
  return chainOf(requirement.resource, capabilities).some((resource) => owned.has(keyOf(resource)));
}

function onWhatIsThere(
  requirement: Requirement,
  { schema, capabilities }: Omit<PermissionContext, "keyspace">,
): Requirement {
  if (requirement.kind === "superuser") return requirement;
  const { resource } = requirement;
  if (resource.kind !== "table" && resource.kind !== "function") return requirement;
  const keyspace = schema.keyspaces.get(resource.keyspace);
  if (keyspace === undefined) return requirement;
  if (resource.kind === "table") {
    const isThere = keyspace.tables.has(resource.name) || keyspace.views.has(resource.name);
    return isThere ? requirement : { ...requirement, resource: tablesOf(resource.keyspace, capabilities) };
  }
  const described = keyOf(resource);
  const isThere = routinesNamed(keyspace, resource.name).some(
    (routine) => keyOf(routineResource(keyspace.name, routine)) === described,
  );
  if (isThere) return requirement;
  return { ...requirement, resource: { kind: "functions-in-keyspace", keyspace: keyspace.name } };
}

function keyOf(resource: HeldResource): string {
  return resourceKey(describeResource(resource));
}
