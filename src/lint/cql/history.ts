// Carries migrations out in memory, one after the other, for every profile that a file speaks of. Holds what the files
// have made so far; the same migrations give the same answers.
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import type { GuardrailHit, Guardrails } from "../../cql/guardrails/guardrails.ts";
import type { Migration } from "../../migration/migration.ts";
import { beginState, type State } from "./known-objects.ts";
import type { KnownTable, Refusal, Trial } from "./linted.ts";
import { type TryOptions, tryStatement } from "./try-statement.ts";

export interface HistoryOptions {
  readonly capabilities: Capabilities;
  /** The managed keyspace. */
  readonly keyspace: string;
  /** The profile in use; without one, every profile that a file names is looked at, and none. */
  readonly profile: string | undefined;
  readonly guardrails?: Guardrails | undefined;
}

export interface History {
  /** The up side, on what was there; then the down side on what came of it, which is forgotten again. */
  tryMigration(migration: Migration, up: Nodes, down: Nodes): { readonly up: Trials; readonly down: Trials };
  /** Whether the files make everything that they use, but for what looks like a slip of the pen. */
  isWhole(): boolean;
}

type Nodes = readonly StatementNode[];
type Trials = readonly Trial[];

export function beginHistory(migrations: readonly Migration[], options: HistoryOptions): History {
  const worlds = profilesOf(migrations, options.profile).map((profile) => ({
    profile,
    state: beginState(options.keyspace),
  }));
  let tryOptions: TryOptions = { ...options, isWhole: true };
  const trySide = (start: State, nodes: Nodes): { readonly end: State; readonly trials: Trials } => {
    let end: State = { ...start, schema: { ...start.schema, currentKeyspace: options.keyspace } };
    const trials = nodes.map((node) => {
      const { after, trial, usesOlder } = tryStatement(end, node, tryOptions);
      end = after;
      if (usesOlder) tryOptions = { ...options, isWhole: false };
      return trial;
    });
    return { end, trials };
  };
  return {
    tryMigration({ directives }, up, down) {
      const tried = worlds
        .filter(({ profile }) => isFor(profile, directives.environments))
        .map((world) => {
          const { end, trials } = trySide(world.state, up);
          world.state = end;
          return { up: trials, down: trySide(end, down).trials };
        });
      const [only] = tried;
      if (only !== undefined && tried.length === 1) return only;
      const nothing = trialOfNothing(beginState(options.keyspace));
      return {
        up: up.map((_, index) =>
          mergeTrials(
            tried.map((each) => each.up[index]),
            nothing,
          ),
        ),
        down: down.map((_, index) =>
          mergeTrials(
            tried.map((each) => each.down[index]),
            nothing,
          ),
        ),
      };
    },
    isWhole: () => tryOptions.isWhole,
  };
}

function profilesOf(migrations: readonly Migration[], profile: string | undefined): readonly (string | undefined)[] {
  if (profile !== undefined) return [profile];
  return [undefined, ...new Set(migrations.flatMap(({ directives }) => directives.environments ?? []))];
}

function isFor(profile: string | undefined, environments: readonly string[] | undefined): boolean {
  return environments === undefined || (profile !== undefined && environments.includes(profile));
}

/** What any of the trials of one statement has shown; one that was never carried out has shown nothing. */
function mergeTrials(trials: readonly (Trial | undefined)[], nothing: Trial): Trial {
  const refusals = new Map<string, Refusal>();
  const guardrails = new Map<string, GuardrailHit>();
  const tables = trials.flatMap((trial) => trial?.table ?? []);
  for (const trial of trials) {
    for (const refusal of trial?.refusals ?? []) refusals.set(`${refusal.span?.start} ${refusal.message}`, refusal);
    for (const hit of trial?.guardrails ?? []) guardrails.set(`${hit.span.start} ${hit.message}`, hit);
  }
  const { before, after } = trials.find((trial) => trial !== undefined) ?? nothing;
  return {
    refusals: [...refusals.values()],
    before,
    after,
    table: mergeTables(tables),
    replicationBefore: trials.find((trial) => trial?.replicationBefore !== undefined)?.replicationBefore,
    guardrails: [...guardrails.values()],
  };
}

function trialOfNothing(state: State): Trial {
  const nothing = { table: undefined, replicationBefore: undefined, guardrails: [] };
  return { refusals: [], before: state, after: state, ...nothing };
}

function mergeTables(tables: readonly KnownTable[]): KnownTable | undefined {
  if (tables.length === 0) return undefined;
  return {
    columns: new Set(tables.flatMap(({ columns }) => [...columns])),
    keyColumns: new Set(tables.flatMap(({ keyColumns }) => [...keyColumns])),
  };
}
