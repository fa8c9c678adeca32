// Options of every command; they may stand before or after it.
import type { CliOption } from "./command.ts";

export const GLOBAL_OPTIONS: readonly CliOption[] = [
  {
    flags: "-c, --config <file>",
    description: "configuration file (tidemark.yaml, .yml, .json or .ts here, else cqltrack.yml)",
  },
  { flags: "--profile <name>", description: "profile of the configuration file" },
  { flags: "-k, --keyspace <name>", description: "the keyspace that is managed, on a CQL cluster" },
  { flags: "--host <a,b>", description: "contact points" },
  { flags: "-p, --port <number>", description: "port of the contact points (9042)" },
  {
    flags: "--url <url>",
    description:
      "cassandra://host1,host2/keyspace, postgres://host/database, cockroach://…, pglite:DIRECTORY or pglite:memory",
  },
  { flags: "--schema <name>", description: "the schema that is managed, in a SQL database (public)" },
  { flags: "--shadow-url <url>", description: "a SQL database that files are tried on (an embedded one)" },
  { flags: "--dialect <name>", description: "cassandra, scylla, astra, dse, cockroach or postgres" },
  { flags: "--migrations-dir <path>", description: "directory of the migration files (migrations)" },
  { flags: "--json", description: "print one JSON document, errors included" },
  { flags: "--no-color", description: "no colour, on a terminal either" },
  { flags: "-q, --quiet", description: "no progress and no notes on stderr" },
  { flags: "-v, --verbose", description: "every statement, and the stack of an error" },
  // Names that users of coodie know.
  { flags: "--hosts <hosts...>", description: "like --host", isHidden: true },
  { flags: "--driver-type <name>", description: "like --dialect", isHidden: true },
];
