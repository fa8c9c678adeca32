// The schema model of the cql family, over its parser, simulator and difference. Pure.
import { ToolError } from "../base/errors.ts";
import { PersistentMap } from "../base/persistent-map.ts";
import type { StatementNode } from "../cql/ast/statement.ts";
import { type Capabilities, capabilitiesFor, type Product } from "../cql/capabilities.ts";
import { CASSANDRA_RELEASES } from "../cql/cassandra-release.ts";
import { describeAlter } from "../cql/describe-alter.ts";
import { blockedChanges } from "../cql/diff/blocked-changes.ts";
import type { Change } from "../cql/diff/change.ts";
import { type ChangeDescription, describeAction, describeChange } from "../cql/diff/describe-change.ts";
import { diff } from "../cql/diff/diff.ts";
import { findNotUndone } from "../cql/diff/not-undone.ts";
import { renameKeyspace } from "../cql/diff/rename-keyspace.ts";
import { statementsFor } from "../cql/diff/statements-for.ts";
import type { GuardrailHit, Guardrails } from "../cql/guardrails/guardrails.ts";
import { judgeGuardrails } from "../cql/guardrails/judge-guardrails.ts";
import { parseIdentifier, quoteIdentifier } from "../cql/identifiers.ts";
import { look } from "../cql/look/look.ts";
import { needsUnguarding, withoutGuards } from "../cql/look/without-guards.ts";
import { parse } from "../cql/parser/parse.ts";
import { print } from "../cql/printer/print.ts";
import { decodeSchema } from "../cql/schema/decode-schema.ts";
import { encodeSchema } from "../cql/schema/encode-schema.ts";
import { differingObjects, fingerprintKeyspace } from "../cql/schema/fingerprint-schema.ts";
import { emptyKeyspace, emptySchema, type Keyspace, type Schema, withUnknownKeyspace } from "../cql/schema/schema.ts";
import { simulate } from "../cql/simulate/simulate.ts";
import { supportsSyntax } from "../cql/syntax-features.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import type { Source } from "../text/source.ts";
import type { CqlDialectName } from "./dialect.ts";
import type { FactoryOptions, ModelFactory, ParsedSnapshot } from "./model-factory.ts";
import { planSync } from "./plan-sync.ts";
import type {
  Comparison,
  KnownBuild,
  Look,
  SchemaChange,
  SchemaModel,
  SchemaObject,
  Sides,
  SyncPlan,
  SyncPlanOptions,
  Trial,
} from "./schema-model.ts";

const PRODUCTS: readonly Product[] = ["cassandra", "scylla", "astra", "dse"];
/** What a product is taken for when no server was asked; the newest whose rules are known. */
export const NEWEST: Readonly<Record<Product, string>> = {
  cassandra: "5.0",
  scylla: "2025.1",
  astra: "4.0",
  dse: "6.9",
};

const A_AND_B: Sides = { from: "in A", to: "in B" };

export class CqlSchemaModel implements SchemaModel {
  readonly schema: Schema;
  readonly scope: string;
  readonly capabilities: Capabilities;
  readonly warnings: readonly string[];
  /** Tables of the scope that were taken out, and that the server counts. */
  readonly #hiddenTableCount: number;

  constructor(
    schema: Schema,
    scope: string,
    capabilities: Capabilities,
    warnings: readonly string[] = [],
    hiddenTableCount = 0,
  ) {
    this.schema = schema;
    this.scope = scope;
    this.capabilities = capabilities;
    this.warnings = warnings;
    this.#hiddenTableCount = hiddenTableCount;
  }

  tryStatement(text: string, namespace: string): Trial {
    const { statements, diagnostics } = parse(text);
    const [statement] = statements;
    const [mistake] = diagnostics;
    const isOfScope = statement === undefined || keyspaceOf(statement, namespace) === this.scope;
    const unchanged = (outcome: Trial["outcome"], refusal?: Diagnostic): Trial => {
      return { outcome, changes: [], refusal, guardrails: [], after: this, isOfScope };
    };
    if (mistake !== undefined) return unchanged("refused", mistake);
    if (statement === undefined || statement.kind === "opaque") return unchanged("unknown");
    const before = { ...this.schema, currentKeyspace: namespace };
    // A guard that the server does not know is looked after here.
    const features = statement.features.filter(({ feature }) => feature !== "guarded-alter");
    const { schema, diagnostics: refusals } = simulate(before, { ...statement, features }, this.capabilities);
    const [refusal] = refusals;
    if (refusal !== undefined) return unchanged("refused", refusal);
    const guardrails = this.#judge(before, schema, statement);
    if (schema.keyspaces === before.keyspaces) {
      if (isDdl(statement.kind)) return { ...unchanged("nothing"), guardrails };
      return { ...unchanged("data"), changes: truncation(statement, namespace), guardrails };
    }
    const { capabilities } = this;
    const changes = diff(this.schema, schema, { capabilities });
    const after = this.withSchema(schema);
    if (changes.length === 0) return { ...unchanged("nothing"), guardrails, after };
    const said = describeAlter(statement, before)?.map((each) => ({ ...each, loss: undefined, isInPlace: true }));
    const described = said ?? this.#describe(changes, describeAction);
    return { outcome: "changes", changes: described, refusal: undefined, guardrails, after, isOfScope };
  }

  look(text: string, namespace: string): Look {
    const { statements, diagnostics } = parse(text);
    const [statement] = statements;
    if (statement === undefined || diagnostics.length > 0) return { kind: "unknown" };
    return look({ ...this.schema, currentKeyspace: namespace }, statement, this.capabilities);
  }

  get knowsGuards(): boolean {
    return supportsSyntax(this.capabilities, "guarded-alter");
  }

  adapt(text: string, namespace: string): string | undefined {
    const [statement] = parse(text).statements;
    if (statement === undefined || !needsUnguarding(statement, this.capabilities)) return text;
    const left = withoutGuards({ ...this.schema, currentKeyspace: namespace }, statement);
    return left && print(left);
  }

  builds(): readonly KnownBuild[] {
    const { scope: keyspace } = this;
    const { tables, views } = this.schema.keyspaces.get(keyspace) ?? {};
    return [
      ...[...(tables?.values() ?? [])].flatMap(({ name: table, indexes }) =>
        [...indexes.keys()].map((name): KnownBuild => ({ kind: "index", keyspace, name, table })),
      ),
      ...[...(views?.values() ?? [])].map(({ name, baseTable: table }): KnownBuild => {
        return { kind: "view", keyspace, name, table };
      }),
    ];
  }

  holds(object: SchemaObject, namespace: string): boolean {
    const { keyspaces } = this.schema;
    if (object.kind === "column") {
      const { keyspace, name } = readObjectName(object.table, namespace);
      return keyspaces.get(keyspace)?.tables.get(name)?.columns.has(parseIdentifier(object.name)) ?? false;
    }
    const { keyspace, name } = readObjectName(object.name, namespace);
    const found = keyspaces.get(keyspace);
    if (object.kind === "table") return found?.tables.has(name) ?? false;
    return [...(found?.tables.values() ?? [])].some(({ indexes }) => indexes.has(name));
  }

  baseOf(view: string, namespace: string): string | undefined {
    return this.schema.keyspaces.get(namespace)?.views.get(view)?.baseTable;
  }

  compare(to: SchemaModel, sides: Sides = A_AND_B): Comparison {
    const other = cqlModel(to);
    const from = this.#scoped();
    const renamed =
      other.scope === this.scope ? other.#scoped() : renameKeyspace(other.#scoped(), other.scope, this.scope);
    const isKnown = hasOptions(from, this.scope) && hasOptions(renamed, this.scope);
    const { capabilities } = this;
    const changes = diff(from, renamed, { capabilities }).filter(({ kind }) => isKnown || kind !== "alter-keyspace");
    const statements = statementsFor(changes, { capabilities }).map(({ node }) => print(node));
    return { changes: this.#describe(changes, (change) => describeChange(change, sides), sides), statements };
  }

  compareStates(to: SchemaModel, sides: Sides): readonly SchemaChange[] {
    const { capabilities } = this;
    const changes = findNotUndone(this.schema, cqlModel(to).schema, { capabilities });
    return this.#describe(changes, (change) => describeChange(change, sides), sides);
  }

  planSync(declared: SchemaModel, { dropsIndexes }: SyncPlanOptions): SyncPlan {
    const { schema, scope, capabilities } = this;
    return planSync(schema, cqlModel(declared).schema, { capabilities, scope, dropsIndexes });
  }

  print(): string {
    const { capabilities } = this;
    const to = this.#scoped();
    const isKnown = hasOptions(to, this.scope);
    const statements = statementsFor(diff(emptySchema(), to, { capabilities }), { capabilities });
    return statements
      .filter(({ node }) => isKnown || node.kind !== "create-keyspace")
      .map(({ node }) => `${print(node)};\n`)
      .join("\n");
  }

  unprintable(): readonly string[] {
    const { capabilities, scope } = this;
    const to = this.#scoped();
    const keyspace = to.keyspaces.get(scope);
    if (keyspace === undefined) return [];
    const from = { ...to, keyspaces: to.keyspaces.with(scope, emptyKeyspace(keyspace)) };
    return blockedChanges(diff(from, to, { capabilities }), { capabilities }).map(
      ({ change, reason }) => `${describeChange(change).object} is left out: ${reason}`,
    );
  }

  encode(): unknown {
    // Ids and the memory of dropped columns are another in every database.
    return encodeSchema(this.#scoped(), { leaveOut: ["ids", "dropped"] });
  }

  fingerprints(): ReadonlyMap<string, string> {
    return fingerprintKeyspace(this.schema, this.scope);
  }

  differing(other: SchemaModel): readonly string[] {
    return differingObjects(this.schema, cqlModel(other).schema, this.scope);
  }

  withoutTable(name: string): CqlSchemaModel {
    const keyspace = this.schema.keyspaces.get(this.scope);
    if (keyspace === undefined) return this;
    const without = { ...keyspace, tables: keyspace.tables.without(name) };
    const schema = { ...this.schema, keyspaces: this.schema.keyspaces.with(this.scope, without) };
    const hiddenTableCount = this.#hiddenTableCount + keyspace.tables.size - without.tables.size;
    return new CqlSchemaModel(schema, this.scope, this.capabilities, this.warnings, hiddenTableCount);
  }

  withGuardrails(guardrails: Guardrails | undefined): CqlSchemaModel {
    const { settings } = this.capabilities;
    if (guardrails === undefined || settings.guardrails !== undefined) return this;
    const capabilities = { ...this.capabilities, settings: { ...settings, guardrails } };
    return new CqlSchemaModel(this.schema, this.scope, capabilities, this.warnings, this.#hiddenTableCount);
  }

  /** The model of another schema on the same server. */
  withSchema(schema: Schema, scope: string = this.scope): CqlSchemaModel {
    return new CqlSchemaModel(schema, scope, this.capabilities, this.warnings, this.#hiddenTableCount);
  }

  #judge(before: Schema, after: Schema, statement: StatementNode): readonly GuardrailHit[] {
    const { capabilities } = this;
    const { guardrails } = capabilities.settings;
    if (guardrails === undefined) return [];
    return judgeGuardrails(before, after, statement, {
      guardrails,
      capabilities,
      hiddenTableCount: this.#hiddenTableCount,
    });
  }

  #describe(
    changes: readonly Change[],
    describe: (change: Change) => ChangeDescription,
    sides?: Sides,
  ): readonly SchemaChange[] {
    const { capabilities } = this;
    const blocked = blockedChanges(changes, { capabilities, sides });
    const reasons = new Map(blocked.map(({ change, reason }) => [change, reason]));
    return changes.flatMap((change): readonly SchemaChange[] => {
      const reason = reasons.get(change);
      const { object, description } = describe(change);
      const { kind, loss } = change;
      if (reason === undefined) return [{ kind, object, description, loss, isInPlace: true }];
      if (change.kind !== "rebuild-table") {
        const isOwnReason = change.kind === "rebuild-type";
        const both = isOwnReason ? reason : `${description} (${reason})`;
        return [{ kind, object, description: both, loss, isInPlace: false }];
      }
      const nested = change.changes.map((each): SchemaChange => {
        const { object: thing, description: difference } = describe(each);
        const text = `${difference} (comes with the new table)`;
        return { kind: each.kind, object: thing, description: text, loss: undefined, isInPlace: false };
      });
      return [{ kind, object, description: reason, loss, isInPlace: false }, ...nested];
    });
  }

  /** Only the keyspace that the model speaks for. */
  #scoped(): Schema {
    const keyspace = this.schema.keyspaces.get(this.scope);
    const keyspaces =
      keyspace === undefined ? PersistentMap.empty<Keyspace>() : PersistentMap.from([[this.scope, keyspace]]);
    return { currentKeyspace: undefined, keyspaces };
  }
}

/** @throws ToolError "usage" */
function cqlModel(model: SchemaModel): CqlSchemaModel {
  if (model instanceof CqlSchemaModel) return model;
  throw new ToolError("usage", "schemas of two kinds of database do not compare");
}

export function cqlModelFactory(dialect: CqlDialectName, { server, like }: FactoryOptions): ModelFactory {
  const inherited = like instanceof CqlSchemaModel ? like.capabilities : capabilitiesFor(dialect, NEWEST[dialect]);
  const capabilities = server === undefined ? inherited : parseServer(server, dialect);
  return {
    empty: (scope) => new CqlSchemaModel(withUnknownKeyspace(emptySchema(), scope), scope, capabilities),
    parse: (source, scope) => parseSnapshot(source, scope, capabilities),
  };
}

/** ScyllaDB's enterprise releases have been counted by years since 2018, and all of its releases since 2025. */
const KNOWN_MAJORS: Partial<Record<Product, readonly [known: string, isKnown: (major: number) => boolean]>> = {
  scylla: ["3 to 6, and 2018 to 2026", (major) => (major >= 3 && major <= 6) || (major >= 2018 && major <= 2026)],
  dse: ["5 and 6", (major) => major === 5 || major === 6],
};

/** A product alone is the newest of it. @throws ToolError "usage" */
export function parseServer(text: string, dialect: Product): Capabilities {
  const alone = PRODUCTS.find((each) => each === text.trim().toLowerCase());
  if (alone !== undefined) return capabilitiesFor(alone, NEWEST[alone]);
  const [, written, version = ""] = /^(?:([^:]*):)?(.*)$/.exec(text.trim()) ?? [];
  const product = PRODUCTS.find((each) => each === (written ?? dialect).toLowerCase());
  if (product === undefined || !/^\d+(\.\d+)*$/.test(version)) {
    throw new ToolError("usage", `\`${text}\` names no server`, {
      hint: `write PRODUCT:VERSION, such as cassandra:4.1, or one of them alone; products: ${PRODUCTS.join(", ")}`,
    });
  }
  const line = /^\d+\.\d+/.exec(version)?.[0];
  if (product === "cassandra" && !CASSANDRA_RELEASES.some((release) => release === line)) {
    throw new ToolError("usage", `the rules of Cassandra ${version} are not known`, {
      hint: `known are ${CASSANDRA_RELEASES.join(", ")}`,
    });
  }
  const [known, isKnown] = KNOWN_MAJORS[product] ?? [];
  if (isKnown?.(Number.parseInt(version, 10)) === false) {
    throw new ToolError("usage", `there are no rules of ${product} ${version}`, { hint: `known are ${known}` });
  }
  return capabilitiesFor(product, version);
}

function parseSnapshot(source: Source, scope: string, capabilities: Capabilities): ParsedSnapshot {
  if (/^\s*\{/.test(source.text)) return decodeSnapshot(source, scope, capabilities);
  const { statements, diagnostics } = parse(source);
  refuse(source, diagnostics);
  const problems: Diagnostic[] = [];
  let isWhole = true;
  const named = statements.find(({ kind }) => kind === "create-keyspace");
  let schema = named === undefined ? withUnknownKeyspace(emptySchema(scope), scope) : emptySchema();
  for (const statement of statements) {
    const simulation = simulate(schema, statement, capabilities);
    schema = simulation.schema;
    isWhole &&= simulation.diagnostics.length === 0;
    problems.push(...simulation.diagnostics.map((diagnostic) => ({ ...diagnostic, source })));
    if (statement.kind === "opaque") {
      const { start, end } = statement;
      problems.push({ message: "what this statement does is not understood", source, span: { start, end } });
    }
  }
  return { model: new CqlSchemaModel(schema, scopeOf(schema, scope, source), capabilities), problems, isWhole };
}

function decodeSnapshot(source: Source, scope: string, capabilities: Capabilities): ParsedSnapshot {
  const { schema, diagnostics } = decodeSchema(source);
  refuse(
    source,
    diagnostics.map((diagnostic) => ({ ...diagnostic, source })),
  );
  return {
    model: new CqlSchemaModel(schema, scopeOf(schema, scope, source), capabilities),
    problems: [],
    isWhole: true,
  };
}

function refuse({ name }: Source, mistakes: readonly Diagnostic[]): void {
  if (mistakes.length > 0) throw new DiagnosticsError("usage", `${mistakes.length} mistakes in ${name}`, mistakes);
}

/** The configured keyspace; the one of the snapshot when that holds another one, alone. */
function scopeOf({ keyspaces }: Schema, configured: string, { name }: Source): string {
  const [only, ...others] = [...keyspaces.keys()].sort();
  if (keyspaces.has(configured)) return configured;
  if (only !== undefined && others.length === 0) return only;
  const held = only === undefined ? "no keyspace" : `the keyspaces ${[only, ...others].join(", ")}`;
  throw new ToolError("usage", `\`${name}\` holds ${held}, and not ${configured}`, {
    hint: "name the one that is meant with --keyspace",
  });
}

/** "shop.users" and "users", either part perhaps in quotes. */
function readObjectName(text: string, namespace: string): { readonly keyspace: string; readonly name: string } {
  const [, qualifier, name = text] = /^("(?:[^"]|"")*"|[^."]+)\.(.+)$/.exec(text) ?? [];
  return { keyspace: qualifier === undefined ? namespace : parseIdentifier(qualifier), name: parseIdentifier(name) };
}

/** Files do not make their keyspace, so its options are not known, and not compared. */
function hasOptions({ keyspaces }: Schema, scope: string): boolean {
  return Object.keys(keyspaces.get(scope)?.replication ?? {}).length > 0;
}

/** Where a statement works; the session's keyspace for one that names none. */
function keyspaceOf(node: StatementNode, namespace: string): string {
  switch (node.kind) {
    case "create-keyspace":
    case "alter-keyspace":
    case "drop-keyspace":
      return node.name.name;
    case "create-index":
    case "create-trigger":
    case "drop-trigger":
      return node.table.keyspace?.name ?? namespace;
    case "create-table":
    case "alter-table":
    case "drop-table":
    case "create-type":
    case "alter-type":
    case "drop-type":
    case "drop-index":
    case "create-materialized-view":
    case "alter-materialized-view":
    case "drop-materialized-view":
    case "create-function":
    case "drop-function":
    case "create-aggregate":
    case "drop-aggregate":
      return node.name.keyspace?.name ?? namespace;
    default:
      return namespace;
  }
}

/** The one statement on rows that is said to lose them. */
function truncation(statement: StatementNode, namespace: string): readonly SchemaChange[] {
  if (statement.kind !== "truncate") return [];
  const { keyspace, name } = statement.table;
  const path = `${quoteIdentifier(keyspace?.name ?? namespace)}.${quoteIdentifier(name.name)}`;
  const loss = `every row of table \`${path}\` is lost`;
  return [{ kind: "truncate", object: `table ${path}`, description: "remove all rows", loss, isInPlace: true }];
}

function isDdl(kind: string): boolean {
  return /^(create|alter|drop)-(?!role|user|identity)/.test(kind);
}
