// Turns the schema of a configuration file into a JSON Schema for editors. Used at build time only.
import { writeFile } from "node:fs/promises";
import { toJsonSchema } from "@valibot/to-json-schema";
import { FAIL_ON, LEVELS } from "../lint/finding.ts";
import type { Rule } from "../lint/rule.ts";
import type { OptionSpec } from "../lint/rule-options.ts";
import { RULE_SUMMARIES } from "../lint/rule-summaries.ts";
import { RULES } from "../lint/rules/rules.ts";
import { CONSISTENCIES, DIALECT_NAMES, SERIAL_CONSISTENCIES } from "./config.ts";
import { fileSchema } from "./config-schema.ts";
import { isRecord } from "./place.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** Writes the JSON Schema of tidemark.yaml. */
export async function writeJsonSchema(path: string): Promise<void> {
  await writeFile(path, `${JSON.stringify(describeJsonSchema(), undefined, 2)}\n`);
}

export function describeJsonSchema(): JsonSchema {
  // `ignore`: what a transformation checks cannot be said in JSON Schema; an editor may accept more than tidemark.
  const schema = toJsonSchema(fileSchema, { typeMode: "input", errorMode: "ignore" });
  return { title: "tidemark.yaml", ...(refine(schema, []) as JsonSchema) };
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  dialect: DIALECT_NAMES,
  "cassandra.consistency": CONSISTENCIES,
  "cassandra.serial_consistency": SERIAL_CONSISTENCIES,
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  cassandra: "A CQL cluster: Cassandra, ScyllaDB, Astra DB or DSE",
  "cassandra.contact_points": "Hosts, each `host` or `host:port`",
  "cassandra.port": "The port of contact points without one (9042)",
  "cassandra.local_datacenter": "The data centre to speak to (the first contact point's)",
  "cassandra.auth": `User and password; write the password as \${NAME}`,
  "cassandra.consistency": "Of reads and writes (LOCAL_QUORUM)",
  "cassandra.serial_consistency": "Of lightweight transactions (SERIAL; for Astra LOCAL_SERIAL)",
  "cassandra.connect_timeout": "How long connecting may take (10s)",
  "cassandra.request_timeout": "How long a request may take (30s)",
  "cassandra.ssl": "TLS; on when any key is given",
  "cassandra.ssl.ca_certs": "Path of the authorities' certificates, PEM",
  "cassandra.ssl.verify": "Whether the server's certificate and name are checked (true)",
  "cassandra.secure_connect_bundle": "Path of Astra's bundle, instead of contact points",
  database: "A SQL database: PostgreSQL, CockroachDB, or an embedded PostgreSQL",
  "database.url": "postgres://…, cockroach://…, pglite:DIRECTORY or pglite:memory",
  "database.schema": "The managed schema (public)",
  "database.settings": "Session settings of every migration, such as app.environment",
  "database.lock_timeout": "How long a statement waits for a lock; 0 without end (5s)",
  "database.statement_timeout": "How long a statement may take; 0 without end (0s)",
  "database.connect_timeout": "How long connecting may take (10s)",
  "database.shadow_url": "A database of its own that migration files are tried on (an embedded one)",
  dialect: "What the server speaks (found out from the server)",
  keyspace: "The managed keyspace: a name, or name and replication",
  "keyspace.replication": "For creating the keyspace, as in CQL",
  migrations: "The migration files",
  "migrations.directory": "Their directory (migrations)",
  "migrations.out_of_order": "Whether a version below the current one may be applied (false)",
  "migrations.variables": `Texts that replace \${name} in migration files`,
  history: "Where tidemark keeps what was applied",
  "history.keyspace": "Its keyspace, on a CQL cluster (the managed one)",
  "history.schema": "Its schema, in a SQL database (the managed one)",
  "history.table": "Its table (tidemark_history)",
  lock: "The lease that keeps runners apart",
  "lock.ttl": "How long it lives without being renewed (30s)",
  "lock.wait": "How long to wait for another runner (5m)",
  "schema.agreement_wait": "How long nodes may take to agree on the schema (30s)",
  "schema.agreement": "Whose word counts for a node out of reach: nobody's (nodes), or the coordinator's (nodes)",
  "schema.tolerate_down": "How many nodes may be down, joining or out of reach (0)",
  models: "Modules that declare tables, and directories of them",
  sync: "Whether `tidemark sync` may run with the profile (true, but false for prod and production)",
  lint: "What `tidemark lint` looks for: off, warn or error, by the name of a rule, or its level and options",
  guardrails: "Limits of the servers, by their names in cassandra.yaml: lint judges by them",
  profiles: "The same keys again, for --profile NAME",
};

/** Adds descriptions and names to choose from. */
function refine(schema: unknown, path: readonly string[]): unknown {
  const description = DESCRIPTIONS[keyOf(path)];
  const refined = refineShape(schema, path);
  return description === undefined || !isRecord(refined) ? refined : { description, ...refined };
}

function refineShape(schema: unknown, path: readonly string[]): unknown {
  if (!isRecord(schema)) return schema;
  const { anyOf, properties, additionalProperties, pattern, ...rest } = schema;
  const key = keyOf(path);
  if (key === "lint") return { anyOf: [describeLint(), { type: "null" }] };
  const names = CHOICES[key];
  if (names !== undefined) return oneOf(names);
  const refined: JsonSchema = {
    ...rest,
    ...(typeof pattern === "string" && textLike(pattern)),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((option) => refineShape(option, path)) }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, refine(property, [...path, name])]),
      ),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties: key === "profiles" ? refine(additionalProperties, [...path, "*"]) : additionalProperties,
    }),
  };
  return key === "keyspace" ? { anyOf: [{ type: "string" }, refined] } : refined;
}

/** Written from the rules themselves: their summaries, levels and options are no part of the other schema. */
function describeLint(): JsonSchema {
  const own = {
    fail_on: {
      description: "From which level on findings fail (error)",
      ...oneOf(FAIL_ON),
    },
    servers: {
      description: "Whose rules hold, such as cassandra:4.1, postgres:14, live (the newest)",
      anyOf: [SERVER, { type: "array", items: SERVER, minItems: 1 }],
    },
  };
  return sectionOf({ ...own, ...Object.fromEntries(RULES.map((rule) => [rule.name, describeRule(rule)])) });
}

function describeRule({ name, level, options = {} }: Rule): JsonSchema {
  const levels = oneOf(LEVELS);
  const described = Object.entries(options).map(([key, spec]) => [key, describeOption(spec)] as const);
  return {
    description: `${RULE_SUMMARIES[name] ?? name} (${level})`,
    anyOf: [...levels.anyOf, sectionOf({ level: levels, ...Object.fromEntries(described) })],
  };
}

/** What a variable may stand for is not known to an editor. */
const VARIABLE = "\\$\\{";

function oneOf(names: readonly string[]): { readonly anyOf: readonly JsonSchema[] } {
  return { anyOf: [{ enum: names }, { type: "string", pattern: VARIABLE }] };
}

function textLike(pattern: string): JsonSchema {
  return { type: "string", pattern: `(?:${pattern})|${VARIABLE}` };
}

const SERVER = textLike("^(live|(cassandra|scylla|astra|dse|postgres|cockroach)(:\\d+(\\.\\d+)*)?|\\d+(\\.\\d+)*)$");

const TEXTS = { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };

function describeOption(spec: OptionSpec): JsonSchema {
  const description = `${spec.summary} (${String(spec.default)})`;
  switch (spec.kind) {
    case "count":
      return { description, anyOf: [{ type: "integer", minimum: 0 }, textLike("^\\d+$")] };
    case "switch":
      return { description, anyOf: [{ type: "boolean" }, { type: "string" }] };
    case "choice":
      return { description, ...oneOf(spec.choices) };
    case "names":
      return { description, ...TEXTS };
  }
}

function sectionOf(properties: JsonSchema): JsonSchema {
  return { type: "object", properties, additionalProperties: { not: {} } };
}

/** A profile's keys are those of the top. */
function keyOf(path: readonly string[]): string {
  return (path[0] === "profiles" && path.length > 1 ? path.slice(2) : path).join(".");
}
