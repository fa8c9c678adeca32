// A PostgreSQL to try things with: prints its URL, and stops it at Ctrl-C or SIGTERM.
import { startPostgres } from "./start-postgres.ts";

const postgres = await startPostgres();
console.log(postgres.url);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void postgres.stop());
