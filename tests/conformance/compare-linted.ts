// A sequence of statements and a server's verdicts → what the lint rule `refused` says otherwise of the same statements as
// migration files, one line a difference. Pure.
import { type Capabilities, capabilitiesFor } from "../../src/cql/capabilities.ts";
import { quoteIdentifier } from "../../src/cql/identifiers.ts";
import { emptySchema, type Schema } from "../../src/cql/schema/schema.ts";
import { lint } from "../../src/lint/lint.ts";
import { refused } from "../../src/lint/rules/cql/refused.ts";
import { assembleMigrations } from "../../src/migration/assemble-migrations.ts";
import { KEYSPACES, UNKNOWN_KEYSPACE } from "./generate/scene.ts";
import type { Step } from "./sequence.ts";
import { simulateText } from "./simulate-text.ts";

/**
 * Says it of the whole sequence, as files that make all that is there: `refused` is found in what the server refuses, and in
 * nothing else. And of its two halves without what the server refuses, by the rules of the release alone: files that a
 * server carries out hold nothing that is refused, also when they begin in the midst of a history that they do not show.
 *
 * @param steps with the stand-ins for keyspaces
 */
export function compareLinted(steps: readonly Step[], capabilities: Capabilities): readonly string[] {
  const placed = placeSteps(steps, capabilities);
  const done = placed.filter(({ isEffective }) => isEffective);
  const begin = placed.find(({ index, mayBegin }) => mayBegin && index >= placed.length / 2);
  const late = done.filter(({ index }) => begin !== undefined && index >= begin.index);
  const filesAlone = capabilitiesFor(capabilities.product, capabilities.version);
  return [
    ...differences(placed, UNKNOWN_KEYSPACE, CLEAN, capabilities),
    ...differences(done, UNKNOWN_KEYSPACE, "", filesAlone),
    ...differences(late, begin?.keyspace ?? UNKNOWN_KEYSPACE, "", filesAlone),
  ];
}

const REPLICATION = "replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
/** Makes known that no keyspace of the sequence is there before it, the one that lint takes for the managed one included. */
const CLEAN = [
  ...KEYSPACES.map((name) => `CREATE KEYSPACE ${name} WITH ${REPLICATION};\nDROP KEYSPACE ${name};`),
  `DROP KEYSPACE ${UNKNOWN_KEYSPACE};`,
].join("\n");

interface PlacedStep extends Step {
  readonly index: number;
  /** The one in use before it. */
  readonly keyspace: string | undefined;
  /** Whether a file may begin with it: the keyspace in use is there, so that USE can say it. */
  readonly mayBegin: boolean;
  /** Whether it changed what is there, or which keyspace is in use. A guard may have kept it from that. */
  readonly isEffective: boolean;
}

function placeSteps(steps: readonly Step[], capabilities: Capabilities): readonly PlacedStep[] {
  let schema: Schema = emptySchema();
  return steps.flatMap((step, index) => {
    const { currentKeyspace: keyspace, keyspaces } = schema;
    const { text, isAccepted } = step;
    // To migrations a keyspace is always in use: what is refused for want of one alone says nothing of them.
    const inUse = { ...schema, currentKeyspace: keyspace ?? UNKNOWN_KEYSPACE };
    if (!isAccepted && keyspace === undefined && simulateText(inUse, text, capabilities).message === undefined)
      return [];
    const after = isAccepted ? simulateText(schema, text, capabilities).schema : schema;
    const isEffective = after !== schema;
    schema = after;
    return [{ ...step, index, keyspace, mayBegin: keyspace === undefined || keyspaces.has(keyspace), isEffective }];
  });
}

/** @param first the text of a file before all others */
function differences(
  steps: readonly PlacedStep[],
  keyspace: string,
  first: string,
  capabilities: Capabilities,
): readonly string[] {
  const { files, stepAt } = toFiles(steps);
  const found = new Map<PlacedStep, string>();
  const { migrations } = assembleMigrations(
    Object.entries({ "V0__before.cql": first, ...files }).map(([name, text]) => ({
      ...{ name, path: name, content: { kind: "text", text } },
    })),
  );
  const language = { family: "cql", rules: [refused], capabilities, keyspace, profile: undefined } as const;
  for (const { message, source, span } of lint(migrations, { variables: {}, levels: {}, language })) {
    const step = span === undefined ? undefined : stepAt(source.name, span.start);
    if (step !== undefined) found.set(step, message);
  }
  return steps.flatMap((step) => {
    const message = found.get(step);
    if ((message === undefined) === step.isAccepted) return [];
    return [`lint: ${message ?? "not refused"}\nserver: ${step.isAccepted ? "accepts" : "refuses"}\n${step.text}`];
  });
}

interface FilesOfSteps {
  /** Texts by name. */
  readonly files: Readonly<Record<string, string>>;
  /** Undefined for what stands between the statements of the sequence. */
  stepAt(file: string, offset: number): PlacedStep | undefined;
}

/** Each some statements long, one after the other; the last is the down side of the one before it. */
function toFiles(steps: readonly PlacedStep[]): FilesOfSteps {
  const sides = splitSides(steps);
  const files: Record<string, string> = {};
  const places: { readonly file: string; readonly start: number; readonly end: number; readonly step: PlacedStep }[] =
    [];
  for (const [index, side] of sides.entries()) {
    const isDown = index > 0 && index === sides.length - 1;
    const file = `V${isDown ? index : index + 1}__x.cql`;
    let text = isDown ? `${files[file]}-- @down\n` : "";
    const keyspace = side[0]?.keyspace;
    if (keyspace !== undefined) text += `USE ${quoteIdentifier(keyspace)};\n`;
    for (const step of side) {
      places.push({ file, start: text.length, end: text.length + step.text.length, step });
      text += `${step.text};\n`;
    }
    files[file] = text;
  }
  return {
    files,
    stepAt: (file, offset) =>
      places.find((place) => place.file === file && place.start <= offset && offset <= place.end)?.step,
  };
}

/** Where a file begins hangs on the statement alone, so that a shorter sequence has the same files. */
function splitSides(steps: readonly PlacedStep[]): readonly (readonly PlacedStep[])[] {
  const sides: PlacedStep[][] = [];
  for (const step of steps) {
    const last = sides.at(-1);
    if (last === undefined || (step.mayBegin && step.text.length % 4 === 0)) sides.push([step]);
    else last.push(step);
  }
  return sides;
}
