// What the tests of this folder share: what statements need, as text.
import assert from "node:assert/strict";
import type { StatementNode } from "../ast/statement.ts";
import { type Capabilities, capabilitiesFor, type Product } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { planPermissions } from "./plan-permissions.ts";
import { requiredPermissions } from "./required-permissions.ts";
import { describeRequirement } from "./requirement.ts";

export interface Given {
  /** Statements before, in keyspace `shop`. */
  readonly before?: string;
  readonly version?: string;
  readonly product?: Product;
  readonly role?: string;
}

/** What the statement needs in keyspace `shop`, in order. */
export function needsOf(cql: string, given: Given = {}): readonly string[] {
  const { before = "", version = "5.0", product = "cassandra", role } = given;
  const capabilities = capabilitiesFor(product, version);
  const schema = schemaAfter(SHOP + before, capabilities);
  const [statement] = parseAll(cql);
  assert.ok(statement !== undefined);
  return requiredPermissions(statement, { keyspace: "shop", schema, capabilities, role }).map(describeRequirement);
}

/** What the statements need that are run one after the other: "0: CREATE on <keyspace shop>". */
export function planNeeds(cql: string, { before = "", version = "5.0", role }: Given = {}): readonly string[] {
  const capabilities = cassandra(version);
  const schema = schemaAfter(SHOP + before, capabilities);
  const statements = parseAll(cql).map((statement) => ({ statement, keyspace: "shop" }));
  const required = planPermissions(statements, { schema, capabilities, role });
  return required.map((each) => `${each.statementIndex}: ${describeRequirement(each)}`);
}

export function cassandra(version: string): Capabilities {
  return capabilitiesFor("cassandra", version);
}

function parseAll(cql: string): readonly StatementNode[] {
  const { statements, diagnostics } = parse(cql);
  assert.deepEqual(diagnostics, [], cql);
  return statements;
}
