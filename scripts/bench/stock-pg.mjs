// The limit to measure against on PostgreSQL: the same work in a plain loop over `pg`, as anybody would write it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

const [url, work, argument] = process.argv.slice(2);
const client = new pg.Client(url);
await client.connect();
switch (work) {
  case "migrate":
    // Each its own durable transaction and history row: BEGIN, DDL, INSERT, COMMIT.
    await client.query(
      "CREATE TABLE IF NOT EXISTS stock_history (name text PRIMARY KEY, at timestamptz DEFAULT now())",
    );
    for (const name of readdirSync(argument).sort()) {
      const [text] = readFileSync(join(argument, name), "utf8").split("-- @down");
      await client.query("BEGIN");
      await client.query(text);
      await client.query("INSERT INTO stock_history (name) VALUES ($1)", [name]);
      await client.query("COMMIT");
    }
    break;
  case "read":
    await client.query("SELECT * FROM tidemark_history ORDER BY seq");
    break;
  case "connect":
    break;
  default:
    throw new Error(`unknown work: ${work}`);
}
await client.end();
