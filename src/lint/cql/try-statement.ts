// Carries one statement out in memory, on what the files have made so far, and says what the server would say. Pure.
//
// What the files did not make may have been there before the first of them. Nothing is known of it, so a refusal that
// may come from it is none.
import { suggest } from "../../base/suggest.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import type { GuardrailHit, Guardrails } from "../../cql/guardrails/guardrails.ts";
import { judgeGuardrails } from "../../cql/guardrails/judge-guardrails.ts";
import type { OptionMap, Schema } from "../../cql/schema/schema.ts";
import { findMissingStatement } from "../../cql/simulate/missing-statements.ts";
import { simulate } from "../../cql/simulate/simulate.ts";
import { supportsSyntax } from "../../cql/syntax-features.ts";
import { footprintOf, isGuarded, type ObjectReference } from "./footprint.ts";
import { afterDone, afterUnknown, assumeKeyspace, isKnown, isUntouched, type State } from "./known-objects.ts";
import type { KnownTable, Refusal, Trial } from "./linted.ts";
import { refusedAnyway } from "./refused-anyway.ts";

export interface TryOptions {
  readonly capabilities: Capabilities;
  /** The managed keyspace. */
  readonly keyspace: string;
  /** Whether the files have made everything so far that they use: then a name that nearly is one of theirs is a slip. */
  readonly isWhole: boolean;
  readonly guardrails?: Guardrails | undefined;
}

export interface Tried {
  readonly after: State;
  readonly trial: Trial;
  /** Whether it uses, in the managed keyspace, what the files do not make. */
  readonly usesOlder: boolean;
}

export function tryStatement(before: State, node: StatementNode, options: TryOptions): Tried {
  const { capabilities } = options;
  const footprint = footprintOf(node, before.schema.currentKeyspace ?? options.keyspace);
  const state = assumeKeyspace(before, footprint, capabilities);
  const table = footprint.changes.every((each) => isKnown(state, each, capabilities))
    ? tableOf(state.schema, node)
    : undefined;
  const replicationBefore = replicationOf(state.schema, node);
  const { schema, diagnostics: refusals } = simulate(state.schema, node, capabilities);
  const shown = (after: State, refused: readonly Refusal[], guardrails: readonly GuardrailHit[]): Trial => ({
    ...{ refusals: refused, before: state, after, table, replicationBefore, guardrails },
  });
  if (refusals.length === 0) {
    const after = afterDone(state, schema, node, footprint);
    return { after, trial: shown(after, NO_REFUSALS, judge(state.schema, schema, node, options)), usesOlder: false };
  }
  // Whatever is there, a server does not take what it cannot parse, or does not have.
  const isSyntax =
    node.features.some(({ feature }) => !supportsSyntax(capabilities, feature)) ||
    findMissingStatement(node, capabilities) !== undefined;
  const unknown = isSyntax ? [] : footprint.needs.filter((each) => !isKnown(state, each, capabilities));
  const isItself = unknown.every((each) => footprint.changes.includes(each));
  const anyway = unknown.length > 0 && isItself ? refusedAnyway(state.schema, node, capabilities) : refusals;
  if (unknown.length === 0 || (isItself && anyway.length > 0)) {
    const certain = anyway.map((each) => ({ ...each, needsWholeHistory: false }));
    return { after: state, trial: shown(state, certain, NO_HITS), usesOlder: false };
  }
  const after = afterUnknown(state, node, footprint);
  const older = isGuarded(node)
    ? []
    : unknown.filter((each) => each.keyspace === options.keyspace && isUntouched(state, each));
  const slip = options.isWhole ? slipIn(state.schema, older) : undefined;
  if (slip === undefined) {
    const trial = shown(after, NO_REFUSALS, judge(state.schema, state.schema, node, options));
    return { after, trial, usesOlder: older.length > 0 };
  }
  const hint = `did you mean \`${slip}\`? No file makes the one that is written here`;
  const likely = refusals.map((each) => ({ ...each, hint, needsWholeHistory: true }));
  return { after, trial: shown(after, likely, NO_HITS), usesOlder: false };
}

function judge(
  before: Schema,
  after: Schema,
  node: StatementNode,
  { guardrails, capabilities }: TryOptions,
): readonly GuardrailHit[] {
  return guardrails === undefined ? NO_HITS : judgeGuardrails(before, after, node, { guardrails, capabilities });
}

const NO_REFUSALS: readonly Refusal[] = [];
const NO_HITS: readonly GuardrailHit[] = [];

/** Nothing is known of a keyspace that no file makes. */
function replicationOf({ keyspaces }: Schema, node: StatementNode): OptionMap | undefined {
  if (node.kind !== "alter-keyspace") return undefined;
  const { class: className, ...factors } = keyspaces.get(node.name.name)?.replication ?? {};
  return className === undefined ? undefined : { class: className, ...factors };
}

function tableOf(schema: Schema, node: StatementNode): KnownTable | undefined {
  if (node.kind !== "alter-table") return undefined;
  const keyspace = node.name.keyspace?.name ?? schema.currentKeyspace;
  const table = keyspace === undefined ? undefined : schema.keyspaces.get(keyspace)?.tables.get(node.name.name.name);
  if (table === undefined) return undefined;
  const keyColumns = new Set([...table.partitionKey, ...table.clustering.map(({ name }) => name)]);
  return { columns: new Set(table.columns.keys()), keyColumns };
}

/** What the files make under nearly the name of the first, if there is something of the kind for each. */
function slipIn(schema: Schema, references: readonly ObjectReference[]): string | undefined {
  const near = references.map((each) => suggestFor(schema, each));
  return near.includes(undefined) ? undefined : near[0];
}

/** Another number in a name is another name. */
function suggestFor(schema: Schema, { kind, keyspace: keyspaceName, name }: ObjectReference): string | undefined {
  const keyspace = schema.keyspaces.get(keyspaceName);
  if (keyspace === undefined) return undefined;
  const names: string[] = [];
  if (kind === "table") names.push(...keyspace.tables.keys(), ...keyspace.views.keys());
  if (kind === "type") names.push(...keyspace.types.keys());
  // Of short names each nearly is every other.
  const near = name.length < 4 ? undefined : suggest(name, names);
  return near !== undefined && digitsOf(near) === digitsOf(name) ? near : undefined;
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, "");
}
