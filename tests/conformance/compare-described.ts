// What a server says of its keyspaces in statements (DESCRIBE) → what differs from what it holds, one line a difference.
import type { Client } from "cassandra-driver";
import { readSchema, type SchemaReading } from "../../src/adapters/cassandra/read-schema.ts";
import { since } from "../../src/cql/capabilities.ts";
import { quoteIdentifier } from "../../src/cql/identifiers.ts";
import { emptySchema } from "../../src/cql/schema/schema.ts";
import { describeDifferences, describeKeyspace } from "../integration/cassandra/described-schema.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { execute } from "./server-session.ts";
import { simulateText } from "./simulate-text.ts";

/**
 * DESCRIBE is a statement of the server since Cassandra 4.0. A keyspace whose description the simulator refuses in part is
 * dropped, and made anew from it: servers describe things that they would not make (a field of the class `EmptyType`, a
 * view of all columns on a table with static ones) or not even read (an INITCOND that is a point in time, which 4.1 writes
 * without quotes), and then must refuse the same parts.
 */
export async function compareDescribed(client: Client, live: SchemaReading): Promise<readonly string[]> {
  if (!since(live.capabilities, "4.0")) return [];
  const all: string[] = [];
  for (const keyspace of live.schema.keyspaces.keys()) {
    const differences = await describeDifferences(client, live, keyspace, "plain");
    const isRefused = differences.some((difference) => /^(?:refused|not understood): /.test(difference));
    all.push(...(isRefused ? await makeAnew(client, live, keyspace) : differences));
  }
  return all;
}

async function makeAnew(client: Client, { capabilities }: SchemaReading, keyspace: string): Promise<readonly string[]> {
  const texts = await describeKeyspace(client, keyspace, "plain");
  await client.execute(`DROP KEYSPACE ${quoteIdentifier(keyspace)}`);
  let schema = emptySchema();
  for (const text of texts) {
    // What a server cannot describe stands in a comment.
    if (!/^(?:CREATE|ALTER) /.test(text)) continue;
    const verdict = await execute(client, text);
    const simulated = simulateText(schema, text, capabilities);
    schema = simulated.schema;
    if ((verdict.message === undefined) === (simulated.message === undefined)) continue;
    return [`server: ${verdict.message ?? "accepts"}`, `simulator: ${simulated.message ?? "accepts"}`, text];
  }
  const anew = await readSchema(client, { keyspaces: [keyspace] });
  return compareSchemas(anew.schema, schema);
}
