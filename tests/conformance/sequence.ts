// Runs a sequence of statements on a server and in the simulator, side by side, up to the first disagreement.
import type { Client } from "cassandra-driver";
import { readSchema } from "../../src/adapters/cassandra/read-schema.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { quoteIdentifier } from "../../src/cql/identifiers.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { emptySchema, type Schema } from "../../src/cql/schema/schema.ts";
import { simulate } from "../../src/cql/simulate/simulate.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { KEYSPACES, UNKNOWN_KEYSPACE } from "./generate/scene.ts";
import { execute, openSession, type ServerPlace } from "./server-session.ts";

/** One statement and what came of it. */
export interface Step {
  /** With the stand-ins for keyspaces. */
  readonly text: string;
  readonly isAccepted: boolean;
}

export interface Disagreement {
  /** "verdict": on the last statement; "schema": on what is there in the end; "describe": on what the server says of it. */
  readonly kind: "verdict" | "schema" | "describe";
  /** What each of the two says, for people. */
  readonly report: string;
}

export interface SequenceOutcome {
  readonly steps: readonly Step[];
  readonly disagreement: Disagreement | undefined;
}

export interface Side {
  readonly place: ServerPlace;
  readonly capabilities: Capabilities;
  /** A prefix for names of keyspaces that nobody has used on this server. */
  newPrefix(): string;
}

/** @param next the statement after this schema, with stand-ins for keyspaces; undefined ends the sequence */
export async function runSequence(
  side: Side,
  next: (schema: Schema, index: number) => string | undefined,
): Promise<SequenceOutcome> {
  const names = namesFor(side.newPrefix());
  const client = await openSession(side.place);
  try {
    return await run(client, side.capabilities, names, next);
  } finally {
    await client.shutdown();
    await dropAll(side.place, names);
  }
}

async function run(
  client: Client,
  capabilities: Capabilities,
  names: Names,
  next: (schema: Schema, index: number) => string | undefined,
): Promise<SequenceOutcome> {
  const steps: Step[] = [];
  let schema = emptySchema();
  for (;;) {
    // The generator sees the stand-ins: the same seed makes the same sequence under any prefix.
    const text = next(names.masked(schema), steps.length);
    if (text === undefined) break;
    const real = names.real(text);
    const verdict = await execute(client, real);
    const simulated = simulateText(schema, real, capabilities);
    const isAccepted = verdict.message === undefined;
    steps.push({ text, isAccepted });
    schema = simulated.schema;
    if (isAccepted === (simulated.message === undefined)) continue;
    const report = `server: ${verdict.message ?? "accepts"}\nsimulator: ${simulated.message ?? "accepts"}`;
    return { steps, disagreement: { kind: "verdict", report: names.standIn(report) } };
  }
  const live = await readSchema(client, { keyspaces: names.all });
  const unread = live.diagnostics.map(({ message }) => `not understood: ${message}`);
  const differences = [...unread, ...compareSchemas(live.schema, schema)];
  if (differences.length === 0) return { steps, disagreement: undefined };
  return { steps, disagreement: { kind: "schema", report: names.standIn(differences.join("\n")) } };
}

interface Simulated {
  readonly schema: Schema;
  readonly message: string | undefined;
}

function simulateText(schema: Schema, text: string, capabilities: Capabilities): Simulated {
  const { statements, diagnostics } = parse(text);
  const [statement] = statements;
  const [mistake] = diagnostics;
  if (mistake !== undefined) return { schema, message: `syntax: ${mistake.message}` };
  if (statement === undefined) return { schema, message: "syntax: no statement" };
  const simulation = simulate(schema, statement, capabilities);
  return { schema: simulation.schema, message: simulation.diagnostics[0]?.message };
}

interface Names {
  readonly all: readonly string[];
  real(text: string): string;
  standIn(text: string): string;
  /** The schema under stand-in names. */
  masked(schema: Schema): Schema;
}

function namesFor(prefix: string): Names {
  const standIns = [...KEYSPACES, UNKNOWN_KEYSPACE];
  const realOf = (standIn: string): string => standIn.replace(/^ks/, prefix);
  return {
    all: standIns.map(realOf),
    real: (text) => text.replaceAll(/\bks_(?:one|two|gone)\b/g, realOf),
    standIn: (text) => text.replaceAll(new RegExp(`\\b${prefix}(?=_(?:one|two|gone)\\b)`, "g"), "ks"),
    masked: (schema) => maskSchema(schema, standIns, realOf),
  };
}

function maskSchema(schema: Schema, standIns: readonly string[], realOf: (name: string) => string): Schema {
  let { keyspaces } = emptySchema();
  let currentKeyspace: string | undefined;
  for (const name of standIns) {
    const keyspace = schema.keyspaces.get(realOf(name));
    if (keyspace !== undefined) keyspaces = keyspaces.with(name, { ...keyspace, name });
    if (schema.currentKeyspace === realOf(name)) currentKeyspace = name;
  }
  return { currentKeyspace, keyspaces };
}

async function dropAll(place: ServerPlace, { all }: Names): Promise<void> {
  const client = await openSession(place);
  try {
    for (const name of all) await execute(client, `DROP KEYSPACE IF EXISTS ${quoteIdentifier(name)}`);
  } finally {
    await client.shutdown();
  }
}
