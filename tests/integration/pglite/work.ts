// A process that is to be killed: `node work.js DIRECTORY`. It holds the lease, has committed a table, and has a transaction open.
import { pgliteConnector } from "../../../src/adapters/sql/pglite-connector.ts";
import { openTargetOver } from "../../../src/adapters/sql/sql-target.ts";
import { embeddedOptions } from "./world.ts";

const directory = process.argv[2] ?? "";
const connector = pgliteConnector(directory);
const target = await openTargetOver(connector, embeddedOptions(`pglite:${directory}`), undefined);
await target.initialize({ createScope: false });
const holder = { by: "test", host: "here", pid: process.pid, command: "migrate", since: Date.now() };
const hasLease = await target.store.acquire({ owner: "dead", holder, epoch: 0, ttlMs: 3_600_000 });
const connection = await connector.open();
await connection.pipeline([{ text: "CREATE TABLE committed ()" }]);
await connection.pipeline([{ text: "BEGIN" }, { text: "CREATE TABLE open ()" }]);
if (hasLease) console.log("ready");
setInterval(() => undefined, 60_000);
