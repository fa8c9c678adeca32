// Goal: what a statement is said to need, and what a role is said to have, is what the server asks for.
// Method: a real server with roles. Each statement is sent by a role that is granted the predicted permissions one after
// the other: as long as one is missing the server must refuse, naming that one, and in the end it must not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Client } from "cassandra-driver";
import { readAccess } from "../../src/adapters/cassandra/read-access.ts";
import { readSchema } from "../../src/adapters/cassandra/read-schema.ts";
import type { StatementNode } from "../../src/cql/ast/statement.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { missingPermissions } from "../../src/cql/permissions/access.ts";
import { planPermissions } from "../../src/cql/permissions/plan-permissions.ts";
import { requiredPermissions } from "../../src/cql/permissions/required-permissions.ts";
import { describeRequirement, grantStatement, type Requirement } from "../../src/cql/permissions/requirement.ts";
import type { Schema } from "../../src/cql/schema/schema.ts";
import { simulate } from "../../src/cql/simulate/simulate.ts";
import { withServer } from "./cassandra/server.ts";
import { CASES, SCENE } from "./permission-cases.ts";
import { withServerWithRoles } from "./server-with-roles.ts";

const UNAUTHORIZED = 0x2100;
const KEYSPACE = "shop";
const ROLE = "migrator";

/** Makes and uses what it makes, and what was there. */
const STORY: readonly string[] = [
  "CREATE TABLE story (id int PRIMARY KEY, name text)",
  "ALTER TABLE story ADD age int",
  "CREATE INDEX ON story (age)",
  "INSERT INTO story (id, name) VALUES (1, 'Ada') IF NOT EXISTS",
  "CREATE MATERIALIZED VIEW story_by_name AS SELECT * FROM story WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id)",
  "INSERT INTO story (id, name) VALUES (2, 'Bo')",
  "DROP MATERIALIZED VIEW story_by_name",
  "CREATE FUNCTION next_id (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;'",
  "SELECT next_id(id) FROM story",
  "DROP FUNCTION next_id",
  "DROP TABLE IF EXISTS nothing_at_all",
  "ALTER TABLE secrets ADD name text",
  "DROP TABLE story",
];

withServer("permissions", () => {
  let migrator: Client;
  let capabilities: Capabilities;
  /** As the cases before have left it. */
  let schema: Schema;
  const server = withServerWithRoles({}, async ({ admin, logIn }) => {
    for (const statement of SCENE) await admin.execute(statement);
    ({ schema, capabilities } = await readSchema(admin, { keyspaces: [KEYSPACE] }));
    await admin.execute(`CREATE ROLE ${ROLE} WITH LOGIN = true AND PASSWORD = 'secret'`);
    migrator = await logIn(ROLE, "secret", KEYSPACE);
  });

  function root(): Client {
    return server().admin;
  }

  for (const { cql, needs, fails } of CASES) {
    test(`${cql} needs ${needs.length === 0 ? "no permission" : needs.join(", ")}`, async () => {
      const statement = parseOne(cql);
      const required = requiredPermissions(statement, { keyspace: KEYSPACE, schema, capabilities, role: ROLE });
      assert.deepEqual(required.map(nameOf), needs);
      await withGrantedRole(async (role) => {
        for (const each of required) {
          const access = await readAccess(migrator, { role: ROLE, product: "cassandra" });
          assert.equal(missingPermissions(required, access, capabilities)[0], each);
          await assert.rejects(migrator.execute(cql), { code: UNAUTHORIZED, message: refusalOf(each) });
          await root().execute(grantStatement(each, role) ?? `ALTER ROLE ${role} WITH SUPERUSER = true`);
        }
        const access = await readAccess(migrator, { role: ROLE, product: "cassandra" });
        assert.deepEqual(missingPermissions(required, access, capabilities), []);
        if (fails === undefined) await executePatiently(migrator, cql);
        else await assert.rejects(migrator.execute(cql), fails);
      });
      ({ schema } = simulate({ ...schema, currentKeyspace: KEYSPACE }, statement, capabilities));
    });
  }

  test("a plan needs no grant for what it makes itself, and runs with exactly what it is said to need", async () => {
    const statements = STORY.map((cql) => ({ statement: parseOne(cql), keyspace: KEYSPACE }));
    const required = planPermissions(statements, { schema, capabilities, role: "teller" });
    assert.deepEqual(
      required.map((each) => `${each.statementIndex}: ${describeRequirement(each)}`),
      [
        "0: CREATE on <all tables in shop>",
        "5: MODIFY on <all tables in shop>",
        "7: CREATE on <all functions in shop>",
        "10: DROP on <all tables in shop>",
        "11: ALTER on <table shop.secrets>",
      ],
    );
    const teller = await createRole("teller", KEYSPACE);
    for (const each of required) await root().execute(grantStatement(each, "teller") ?? "");
    for (const cql of STORY) await teller.execute(cql);
  });

  test("a role that has a superuser for a role may do everything", async () => {
    await root().execute("CREATE ROLE admin WITH SUPERUSER = true");
    await root().execute('CREATE ROLE "Team A"');
    await root().execute('GRANT admin TO "Team A"');
    const member = await createRole("member");
    assert.equal((await readAccess(member, { role: "member", product: "cassandra" })).kind, "granted");
    await root().execute('GRANT "Team A" TO member');
    const access = await readAccess(member, { role: "member", product: "cassandra" });
    assert.deepEqual(access, { kind: "everything", reason: "superuser" });
  });

  test("what another role may do is not known, nor what a session may that gave no name", async () => {
    const other = await readAccess(migrator, { role: "cassandra", product: "cassandra" });
    assert.deepEqual(other, { kind: "unknown", reason: "You are not authorized to view roles granted to cassandra " });
    assert.equal((await readAccess(migrator, { role: undefined, product: "cassandra" })).kind, "unknown");
  });

  async function createRole(name: string, keyspace?: string): Promise<Client> {
    await root().execute(`CREATE ROLE ${name} WITH LOGIN = true AND PASSWORD = 'secret'`);
    return server().logIn(name, "secret", keyspace);
  }

  /** The role `migrator` has another one, which is granted what a case needs, so that all of it can be taken back at once. */
  async function withGrantedRole(use: (role: string) => Promise<void>): Promise<void> {
    await root().execute("CREATE ROLE granted");
    await root().execute(`GRANT granted TO ${ROLE}`);
    try {
      await use("granted");
    } finally {
      await root().execute("DROP ROLE granted");
    }
  }
});

function parseOne(cql: string): StatementNode {
  const { statements, diagnostics } = parse(cql);
  const [statement] = statements;
  assert.ok(statement !== undefined && diagnostics.length === 0);
  return statement;
}

function nameOf(requirement: Requirement): string {
  return requirement.kind === "superuser" ? "superuser" : describeRequirement(requirement);
}

/** The server names the permission and the resource, except for those on roles, for superusers and for masked columns. */
function refusalOf(requirement: Requirement): RegExp {
  if (requirement.kind === "superuser") return /^Only superusers are allowed|^Only superusers can/;
  const { permission, resource } = requirement;
  if (permission === "SELECT_MASKED") return /has no UNMASK nor SELECT_MASKED permission on table shop\.secrets/;
  if (resource.kind === "role" || resource.kind === "all-roles") return /does not have sufficient privileges/;
  const [named] = describeRequirement(requirement).match(/<.*>/) ?? [];
  return new RegExp(`has no ${permission} permission on ${named?.replaceAll(/[().*]/g, "\\$&")} or any of its parents`);
}

/** Cassandra 5.0 takes a new password of a role some seconds after the one before, and the role was made a moment ago. */
async function executePatiently(client: Client, cql: string): Promise<void> {
  try {
    await client.execute(cql);
  } catch (error) {
    const [, waitMs] = /can only be changed every (\d+)ms/.exec(error instanceof Error ? error.message : "") ?? [];
    if (waitMs === undefined) throw error;
    await setTimeout(Number(waitMs));
    await client.execute(cql);
  }
}
