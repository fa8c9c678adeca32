// Carries a migration in code out in memory: what it would send is recorded, what it reads comes from the target or is nothing.
import { messageOf, ToolError } from "../../base/errors.ts";
import type { Dialect, TableName } from "../../dialect/dialect.ts";
import type { SchemaChange, SchemaModel, Trial } from "../../dialect/schema-model.ts";
import type { MigrationContext, Parameters } from "../../migration/code-migration.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import type { StatementEffect } from "../../plan/statement.ts";
import type { QueryPage, QueryRequest } from "../ports.ts";
import { callCode, lineOf } from "./call-code.ts";
import { type CodeBackend, type CodeStatement, openCodeContext } from "./code-context.ts";
import type { CodeTools } from "./code-tools.ts";
import { tooManyRows } from "./live-code.ts";
import { previewSqlCode } from "./sql-preview-code.ts";

/** One text that code would send. */
export interface PreviewedStatement {
  readonly text: string;
  readonly effect: StatementEffect;
  /** How often, each time with other values. */
  readonly count: number;
  /** A read of what an earlier statement would have changed: it had no rows, and what follows may differ. */
  readonly isUnanswered: boolean;
}

export interface CodePreview {
  /** In the order in which they would be sent first; a text that comes again is counted. */
  readonly statements: readonly PreviewedStatement[];
  /** What changes the schema, as often as it would be sent. */
  readonly schemaTexts: readonly string[];
  readonly changes: readonly SchemaChange[];
  readonly guardrails: Trial["guardrails"];
  /** Why it ended before its end; `line` is in the module. */
  readonly failure: { readonly message: string; readonly hint: string | undefined; readonly line: number } | undefined;
  /** What it said by `log`. */
  readonly said: readonly string[];
  readonly after: SchemaModel;
}

export interface PreviewWorld {
  readonly dialect: Dialect;
  /** Of the driver of CQL; undefined for SQL. */
  readonly types: MigrationContext["types"] | undefined;
  readonly tools: Pick<CodeTools, "breathe" | "phases" | "onFloatingFailure">;
  readonly historyTable?: TableName | undefined;
  readonly signal: AbortSignal;
  /** Answers reads; without it there are no rows. */
  readonly query: ((request: QueryRequest) => Promise<QueryPage>) | undefined;
  /** Tables that earlier statements would have changed; what this code changes is added. */
  readonly changed: Set<string>;
  /** The same of those that they would have added to. */
  readonly extended: Set<string>;
  /** Whether statements stand before it that the target has not seen, whatever they change. */
  hasPending: boolean;
}

/** A world in which nothing has been changed yet. Loads the driver. */
export async function openPreviewWorld(
  code: CodeTools,
  { dialect, signal, query, historyTable }: Pick<PreviewWorld, "dialect" | "signal" | "query" | "historyTable">,
): Promise<PreviewWorld> {
  const types = dialect.family === "sql" ? undefined : await code.valueTypes();
  return {
    dialect,
    signal,
    query,
    historyTable,
    types,
    tools: code,
    changed: new Set(),
    extended: new Set(),
    hasPending: false,
  };
}

/** Texts that are kept: code that writes its values into its texts may have millions. */
const TEXTS_MAX = 1_000;

/** @throws ToolError "interrupted" */
export async function previewCode(
  step: CodeStep,
  module: CodeModule,
  start: SchemaModel,
  world: PreviewWorld,
  /** What `once` has finished in an earlier run. */
  finished: readonly string[] = [],
): Promise<CodePreview> {
  const { keyspace, allowsDestructive } = step;
  const { dialect, types, signal, changed, extended, tools, historyTable } = world;
  const recorded = new Map<string, { -readonly [Key in keyof PreviewedStatement]: PreviewedStatement[Key] }>();
  const schemaTexts: string[] = [];
  const changes: SchemaChange[] = [];
  const guardrails: Trial["guardrails"][number][] = [];
  const said: string[] = [];
  const taken = new Set<string>();
  let model = start;

  function record({ text, facts }: CodeStatement, isUnanswered: boolean): void {
    const known = recorded.get(text);
    if (known !== undefined) {
      known.count += 1;
      known.isUnanswered ||= isUnanswered;
    } else if (recorded.size < TEXTS_MAX) recorded.set(text, { text, effect: facts.effect, count: 1, isUnanswered });
  }

  const pathOf = ({ namespace = keyspace, name }: TableName): string => `${namespace}.${name}`;

  function isAnswered({ reads }: CodeStatement): boolean {
    if (world.query === undefined) return false;
    return !reads.some((table) => {
      const base = model.baseOf(table.name, table.namespace ?? keyspace);
      return changed.has(pathOf(table)) || (base !== undefined && changed.has(pathOf({ ...table, name: base })));
    });
  }

  async function read(
    statement: CodeStatement,
    parameters: Parameters | undefined,
    page: { readonly pageSize: number; readonly pageState: string | undefined },
  ): Promise<QueryPage> {
    // What was begun goes on: its rows were there before.
    const goesOn = page.pageState !== undefined;
    if (world.query !== undefined && (goesOn || isAnswered(statement))) {
      try {
        return await world.query({ text: statement.text, parameters, keyspace, ...page });
      } catch (error) {
        // A column, perhaps, that is not there yet.
        const isExtended = statement.reads.some((table) => extended.has(pathOf(table)));
        const mayComeYet = isExtended || (lacksObject(error) && isBehind());
        if (!mayComeYet || !(error instanceof ToolError) || error.code !== "server-failed") throw error;
      }
    }
    record(statement, true);
    return { rows: [], pageState: undefined };
  }

  const isBehind = (): boolean => world.hasPending || changed.size > 0 || extended.size > 0;

  /** A text of data is tried once on a schema: it may come a million times. */
  function tryOn(text: string): void {
    // Where only files are known, rows may be of tables that something else has made.
    if (taken.has(text) || (world.query === undefined && schemaTexts.at(-1) !== text)) return;
    const trial = model.tryStatement(text, keyspace);
    if (trial.refusal !== undefined) throw refused(text, trial.refusal);
    changes.push(...trial.changes);
    guardrails.push(...trial.guardrails);
    model = trial.after;
    if (taken.size < TEXTS_MAX) taken.add(text);
  }

  const backend: CodeBackend = {
    isDryRun: true,
    async send(statement, parameters) {
      const { text, facts, writes } = statement;
      if (facts.kind === "select") {
        const { rows, pageState } = await read(statement, parameters, { pageSize: 5_000, pageState: undefined });
        if (pageState !== undefined) throw tooManyRows(text);
        return { rows: rows as never, wasApplied: true };
      }
      record(statement, false);
      if (facts.effect === "schema") {
        schemaTexts.push(text);
        taken.clear();
      }
      tryOn(text);
      for (const table of writes) changed.add(pathOf(table));
      for (const table of statement.extends) extended.add(pathOf(table));
      return { rows: [], wasApplied: true };
    },
    fetch: read,
    schema: async () => model,
    isFinished: (checkpoint) => finished.includes(checkpoint),
    async finish() {},
    async unfinish() {},
    log: (message) => said.push(message),
    progress() {},
  };
  const frame = { dialect, keyspace, signal, allowsDestructive, tools, historyTable };
  let failure: CodePreview["failure"];
  try {
    if (types === undefined) await previewSqlCode(step, module, frame, backend);
    else await callCode(step, module, openCodeContext({ ...frame, types }, backend), tools);
  } catch (thrown) {
    if (thrown instanceof ToolError && thrown.code === "interrupted") throw thrown;
    const hint = thrown instanceof ToolError ? thrown.hint : undefined;
    failure = { message: messageOf(thrown), hint, line: lineOf(thrown, step) ?? step.line };
  }
  return { statements: [...recorded.values()], schemaTexts, changes, guardrails, failure, said, after: model };
}

/** Something that it names is not there: a table, a column, a function, a type, a schema. SQLSTATEs of PostgreSQL and CockroachDB. */
function lacksObject(error: unknown): boolean {
  return error instanceof ToolError && LACKS.has(error.details.sqlstate);
}

const LACKS: ReadonlySet<unknown> = new Set(["42P01", "42703", "42883", "42704", "3F000"]);

function refused(
  text: string,
  { message, hint }: { readonly message: string; readonly hint?: string | undefined },
): ToolError {
  return new ToolError("step-failed", `${text.trim().split(/\s+/, 4).join(" ")}: ${message}`, { hint });
}
