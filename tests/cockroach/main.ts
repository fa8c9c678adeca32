// Something that passes for CockroachDB, to try things with: prints its URL, and stops at Ctrl-C or SIGTERM. With TEST_POSTGRES before that
// server, otherwise before one of its own.
import { startPostgres } from "../postgres/start-postgres.ts";
import { startCockroachProxy } from "./proxy.ts";

const given = process.env.TEST_POSTGRES;
const own = given === undefined ? await startPostgres() : undefined;
const { hostname, port } = new URL(own?.url ?? given ?? "");
const proxy = await startCockroachProxy({ server: { host: hostname, port: Number(port) } });
console.log(proxy.url("postgres"));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void proxy.close().then(() => own?.stop()));
}
