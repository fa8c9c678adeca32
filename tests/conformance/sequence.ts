// Runs a sequence of statements on a server and in the simulator, side by side, up to the first disagreement.
import type { Client } from "cassandra-driver";
import { readSchema } from "../../src/adapters/cassandra/read-schema.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { quoteIdentifier } from "../../src/cql/identifiers.ts";
import { emptySchema, type Schema } from "../../src/cql/schema/schema.ts";
import { compareDescribed } from "./compare-described.ts";
import { compareLinted } from "./compare-linted.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { KEYSPACES, UNKNOWN_KEYSPACE } from "./generate/scene.ts";
import { execute, openSession, type ServerPlace } from "./server-session.ts";
import { simulateText } from "./simulate-text.ts";

/** One statement and what came of it. */
export interface Step {
  /** With the stand-ins for keyspaces. */
  readonly text: string;
  readonly isAccepted: boolean;
}

export interface Disagreement {
  /**
   * "verdict": on the last statement; "lint": on the statements as migration files; "schema": on what is there in the end;
   * "describe": on what the server says of it.
   */
  readonly kind: "verdict" | "lint" | "schema" | "describe";
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
  /** Whether the server goes with all that is on it, so that keyspaces may stay: to drop one takes as long as ten statements. */
  readonly isThrowaway: boolean;
}

/** @param next the statement after this schema, with stand-ins for keyspaces; undefined ends the sequence */
export async function runSequence(
  side: Side,
  next: (schema: Schema, index: number) => string | undefined,
): Promise<SequenceOutcome> {
  const names = namesFor(side.newPrefix());
  const client = await openSession(side.place);
  let isLeft = false;
  try {
    const outcome = await run(client, side.capabilities, names, next);
    // An id is of one table on the whole server, and another sequence may give the same.
    isLeft = side.isThrowaway && !outcome.steps.some(({ text }) => / id = /.test(text));
    return outcome;
  } finally {
    await client.shutdown();
    if (!isLeft) await dropAll(side.place, names);
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
  const linted = compareLinted(steps, capabilities);
  if (linted.length > 0) return { steps, disagreement: { kind: "lint", report: linted.join("\n") } };
  const live = await readSchema(client, { keyspaces: names.all });
  // Nobody else touches these keyspaces, whatever goes on in others meanwhile.
  const unread = live.diagnostics.map(({ message }) => `not understood: ${message}`);
  const differences = [...unread, ...compareSchemas(live.schema, schema)];
  if (differences.length > 0) {
    return { steps, disagreement: { kind: "schema", report: names.standIn(differences.join("\n")) } };
  }
  const undescribed = await compareDescribed(client, live);
  if (undescribed.length === 0) return { steps, disagreement: undefined };
  return { steps, disagreement: { kind: "describe", report: names.standIn(undescribed.join("\n")) } };
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
