// The limit to measure against: the same work in a plain loop over the stock driver, as anybody would write it.
import { readFileSync } from "node:fs";
import cassandra from "cassandra-driver";

const SCHEMA_TABLES = [
  "keyspaces",
  "tables",
  "columns",
  "dropped_columns",
  "column_masks",
  "types",
  "indexes",
  "triggers",
  "views",
  "functions",
  "aggregates",
];

const [host, port, work, keyspace, argument] = process.argv.slice(2);
const client = new cassandra.Client({ contactPoints: [`${host}:${port}`], localDataCenter: "datacenter1" });
await client.connect();
switch (work) {
  case "create-tables":
    await client.execute(`USE ${keyspace}`);
    for (let n = 1; n <= Number(argument); n += 1) {
      await client.execute(`CREATE TABLE t${n} (id int PRIMARY KEY, name text, at timestamp)`);
    }
    break;
  case "insert":
    await client.execute(`USE ${keyspace}`);
    await client.execute("CREATE TABLE IF NOT EXISTS big (id int PRIMARY KEY, body text)");
    for (const statement of readFileSync(argument, "utf8").split("\n"))
      await client.execute(statement.replace(/;$/, ""));
    break;
  case "read":
    await client.execute(`SELECT * FROM ${keyspace}.tidemark_history`, [], { prepare: true });
    break;
  case "schema":
    await Promise.all(
      SCHEMA_TABLES.map((table) =>
        client.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = ?`, [keyspace]),
      ),
    );
    break;
  case "drop":
    await client.execute(`DROP KEYSPACE ${keyspace}`, [], { readTimeout: 60_000 });
    break;
  default:
    throw new Error(`unknown work: ${work}`);
}
await client.shutdown();
