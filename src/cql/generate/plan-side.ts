// Turns two schemas, and what is only called otherwise, into one side of a migration: statements, and rows that are copied
// where no statement can do it. Pure.
import { assert } from "../../base/assert.ts";
import type { StatementBody } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import { blockedChanges } from "../diff/blocked-changes.ts";
import type { Change } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import { statementsFor } from "../diff/statements-for.ts";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { copyParts, lossesOfRebuilds } from "./copy-parts.ts";
import { findRebuilds, type Rebuilds } from "./find-rebuilds.ts";
import { describeRenamed, type Rename } from "./rename.ts";
import { renameInPlace } from "./rename-in-place.ts";
import type { Part, PlannedStatement, SidePlan } from "./side-plan.ts";
import { type Stages, stagesOf } from "./stages.ts";

export interface SideOptions {
  readonly capabilities: Capabilities;
  /** The keyspace. */
  readonly scope: string;
  readonly renames: readonly Rename[];
  /** Sentences on what does not come back, of the side that goes back; by `remarkKey`. */
  readonly remarks?: ReadonlyMap<string, string> | undefined;
}

/**
 * Where statements do, they stand in the order in which the server takes them. Else nothing is dropped before its rows
 * were copied and counted: helper tables, copies, what goes, what comes, the copies back, the helper tables away.
 */
export function planSide(from: Schema, to: Schema, options: SideOptions): SidePlan {
  const { scope } = options;
  const goal = to.keyspaces.get(scope);
  if (goal === undefined || !from.keyspaces.has(scope)) return { parts: [], after: from, problems: [], copied: [] };
  const server = new SimulatedServer(from, options);
  const parts: Part[] = [];
  const run = (title: string, statements: readonly PlannedStatement[]): void => {
    if (statements.length > 0) parts.push({ kind: "statements", title, statements });
  };

  const { renamed, left } = server.rename(options.renames);
  run("give what is there its new name", renamed);
  const rebuilds = findRebuilds(server.schema, to, { ...options, renames: left });
  const stages = stagesOf(server.keyspace, goal, rebuilds);
  if (stages === undefined) run("", server.lead(goal));
  else {
    const kept = keptKeys(rebuilds, stages);
    server.remark(lossesOfRebuilds(server.keyspace, goal, rebuilds));
    const { over, back } = copyParts(server.keyspace, goal, rebuilds);
    run("make what the rows are copied into", server.lead(stages.besides, kept));
    parts.push(...over);
    run("drop what was copied, and what goes", server.lead(stages.without, kept));
    run("make it anew", server.lead(stages.anew, kept));
    parts.push(...back);
    run("drop the helper tables", server.lead(goal, kept));
  }
  return {
    parts,
    after: server.schema,
    problems: server.problems,
    copied: rebuilds.tables.map(({ from: name }) => name),
  };
}

/** What a remark is about: `drop-column products.brand`. */
export function remarkKey(change: Change): string {
  return "table" in change ? `${change.kind} ${change.table}.${change.name}` : `${change.kind} ${change.name}`;
}

/** What the server has on the way. Holds state. */
class SimulatedServer {
  schema: Schema;
  readonly problems: string[] = [];
  readonly #options: SideOptions;
  #remarks: ReadonlyMap<string, string>;

  constructor(schema: Schema, options: SideOptions) {
    this.#remarks = options.remarks ?? new Map();
    this.schema = { ...schema, currentKeyspace: options.scope };
    this.#options = options;
  }

  get keyspace(): Keyspace {
    const keyspace = this.schema.keyspaces.get(this.#options.scope);
    assert(keyspace !== undefined, "the keyspace is there throughout");
    return keyspace;
  }

  remark(remarks: Iterable<readonly [string, string]>): void {
    this.#remarks = new Map([...this.#remarks, ...remarks]);
  }

  /** Carries out the renames that the server makes; the others are left for copies. */
  rename(renames: readonly Rename[]): {
    readonly renamed: readonly PlannedStatement[];
    readonly left: readonly Rename[];
  } {
    const renamed: PlannedStatement[] = [];
    const left: Rename[] = [];
    for (const rename of renames) {
      const node = renameInPlace(this.keyspace, rename);
      if (node !== undefined && this.take(node)) renamed.push({ node, remarks: [], isDestructive: false });
      else left.push(rename);
      if (node !== undefined && rename.kind === "field" && left.includes(rename)) {
        this.problems.push(`the server gives ${describeRenamed(rename)} no other name`);
      }
    }
    return { renamed, left };
  }

  /** Carries a statement out; false when the server would refuse it. */
  take(node: StatementBody): boolean {
    const [statement] = parse(print(node)).statements;
    if (statement === undefined) return false;
    const { schema, diagnostics } = simulate(this.schema, statement, this.#options.capabilities);
    if (diagnostics.length === 0) this.schema = schema;
    return diagnostics.length === 0;
  }

  /**
   * Carries out the statements that lead to another version of the keyspace.
   * @param kept by `remarkKey`, drops of what is elsewhere by then
   */
  lead(goal: Keyspace, kept: ReadonlySet<string> = new Set()): readonly PlannedStatement[] {
    const { capabilities, scope } = this.#options;
    const to = { ...this.schema, keyspaces: this.schema.keyspaces.with(scope, goal) };
    const changes = diff(this.schema, to, { capabilities }).filter(({ kind }) => kind !== "alter-keyspace");
    for (const { reason } of blockedChanges(changes, { capabilities })) this.problems.push(bare(reason, scope));
    const said = new Set<Change>();
    return statementsFor(changes, { capabilities, names: "bare" }).map(({ node, change }): PlannedStatement => {
      if (!this.take(node)) this.problems.push(`the server would refuse \`${print(node)}\``);
      const key = remarkKey(change);
      const loss = kept.has(key) ? undefined : (change.loss ?? whatGoes(change));
      const sentences = said.has(change) ? [] : [loss, change.meanwhile, neverAgain(change), this.#remarks.get(key)];
      said.add(change);
      const texts = sentences.flatMap((text) => (text === undefined ? [] : [bare(text, scope)]));
      return { node, remarks: texts, isDestructive: isDestructive(change) };
    });
  }
}

function keptKeys({ tables, types, columns }: Rebuilds, { helpers, twins }: Stages): ReadonlySet<string> {
  return new Set([
    ...[...tables.map(({ from }) => from), ...helpers].map((name) => `drop-table ${name}`),
    ...[...types, ...twins].map((name) => `drop-type ${name}`),
    ...columns.map(({ table, from }) => `drop-column ${table}.${from}`),
  ]);
}

/** Cassandra 3.11–5.0 remembers it as something else (`canComeBack`): a migration that adds it works once. */
function neverAgain(change: Change): string | undefined {
  if (change.kind !== "drop-column" || change.reversal !== "none") return undefined;
  return `the server refuses to add a column \`${change.name}\` of this type again`;
}

/** Of what holds no rows of its own. */
function whatGoes(change: Change): string | undefined {
  if (change.kind === "drop-view")
    return `view \`${change.name}\` goes; its rows stay in table \`${change.was.baseTable}\``;
  return change.kind === "drop-type" ? `type \`${change.name}\` goes; no table holds values of it` : undefined;
}

/** Not what is made again at once; and an index holds nothing. */
function isDestructive({ kind }: Change): boolean {
  return kind === "drop-table" || kind === "drop-column" || kind === "drop-view" || kind === "drop-type";
}

/** Names in the file are bare. */
function bare(text: string, scope: string): string {
  return text.replaceAll(`\`${scope}.`, "`");
}
