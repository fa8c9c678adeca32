// Says where a document of plain data is no schema: which value is missing, or of another type. Pure.
import type {
  SqlAttribute,
  SqlColumn,
  SqlComposite,
  SqlConstraint,
  SqlDomain,
  SqlEnum,
  SqlGenerated,
  SqlIdentity,
  SqlIndex,
  SqlNumbers,
  SqlPartition,
  SqlPolicy,
  SqlRange,
  SqlRoutine,
  SqlSchema,
  SqlSequence,
  SqlTable,
  SqlTrigger,
  SqlView,
} from "./schema.ts";

/** @returns what does not fit, the first of it: "`tables[0].needs` is missing, expected a list" */
type Check = (value: unknown, path: string) => string | undefined;

/** Every key of what is described, so that a new one is not forgotten here. */
type Fields<Value> = { readonly [Key in keyof Value]-?: Check };

export function checkSqlDocument(document: Readonly<Record<string, unknown>>): string | undefined {
  return SCHEMA(document, "");
}

const text: Check = (value, path) => (typeof value === "string" ? undefined : misfit(value, path, "a text"));

const flag: Check = (value, path) => (typeof value === "boolean" ? undefined : misfit(value, path, "true or false"));

function optional(check: Check): Check {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

function oneOf(...words: readonly string[]): Check {
  const expected = words.map((word) => `"${word}"`).join(" or ");
  return (value, path) =>
    typeof value === "string" && words.includes(value) ? undefined : misfit(value, path, expected);
}

function list(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return misfit(value, path, "a list");
    for (const [index, item] of value.entries()) {
      const found = check(item, `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function record<Value>(fields: Fields<Value>): Check {
  const checks = Object.entries<Check>(fields);
  return (value, path) => {
    if (!isRecord(value)) return misfit(value, path, "an object");
    for (const [key, check] of checks) {
      const found = check(value[key], path === "" ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function byKind(checks: Readonly<Record<string, Check>>): Check {
  const kind = oneOf(...Object.keys(checks));
  return (value, path) => {
    if (!isRecord(value)) return misfit(value, path, "an object");
    return kind(value.kind, `${path}.kind`) ?? checks[String(value.kind)]?.(value, path);
  };
}

function misfit(value: unknown, path: string, expected: string): string {
  if (value === undefined) return `\`${path}\` is missing, expected ${expected}`;
  const isPlain = value === null || typeof value !== "object";
  const found = isPlain ? JSON.stringify(value) : Array.isArray(value) ? "a list" : "an object";
  return `\`${path}\` is ${found}, expected ${expected}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const described = { name: text, comment: optional(text) };
const dependent = { ...described, needs: list(text) };

const NUMBERS = record<SqlNumbers>({
  type: text,
  start: text,
  increment: text,
  min: text,
  max: text,
  cache: text,
  isCycling: flag,
});

const COLUMN = record<SqlColumn>({
  ...described,
  type: text,
  isNotNull: flag,
  default: optional(text),
  identity: optional(record<SqlIdentity>({ kind: oneOf("always", "by-default"), numbers: NUMBERS })),
  generated: optional(record<SqlGenerated>({ kind: oneOf("stored", "virtual"), expression: text })),
  collation: optional(text),
  isInherited: flag,
});

const INDEX = record<SqlIndex>({ ...described, definition: text, isValid: flag });

const TRIGGER = record<SqlTrigger>({
  ...described,
  definition: text,
  enabled: oneOf("origin", "disabled", "replica", "always"),
});

const TABLE = record<SqlTable>({
  ...dependent,
  isUnlogged: flag,
  partitionBy: optional(text),
  partitionOf: optional(record<SqlPartition>({ parent: text, bound: text })),
  inherits: list(text),
  options: list(text),
  columns: list(COLUMN),
  constraints: list(
    record<SqlConstraint>({
      ...described,
      kind: oneOf("primary-key", "unique", "check", "foreign-key", "exclusion"),
      definition: text,
    }),
  ),
  indexes: list(INDEX),
  triggers: list(TRIGGER),
  policies: list(record<SqlPolicy>({ ...described, definition: text })),
  rowSecurity: oneOf("off", "on", "forced"),
});

const VIEW = record<SqlView>({
  ...dependent,
  kind: oneOf("view", "materialized-view"),
  options: list(text),
  definition: text,
  indexes: list(INDEX),
  triggers: list(TRIGGER),
});

const SEQUENCE = record<SqlSequence>({
  ...described,
  numbers: NUMBERS,
  isUnlogged: flag,
  ownedBy: optional(record<NonNullable<SqlSequence["ownedBy"]>>({ table: text, column: text })),
});

const TYPE = byKind({
  enum: record<SqlEnum>({ ...dependent, kind: text, labels: list(text) }),
  composite: record<SqlComposite>({
    ...dependent,
    kind: text,
    attributes: list(record<SqlAttribute>({ name: text, type: text, collation: optional(text) })),
  }),
  range: record<SqlRange>({ ...dependent, kind: text, definition: text }),
  domain: record<SqlDomain>({
    ...dependent,
    kind: text,
    type: text,
    collation: optional(text),
    default: optional(text),
    isNotNull: flag,
    checks: list(record<SqlDomain["checks"][number]>({ name: text, definition: text })),
  }),
});

const ROUTINE = record<SqlRoutine>({
  ...dependent,
  kind: oneOf("function", "procedure", "aggregate"),
  arguments: text,
  definition: text,
  language: text,
});

const SCHEMA = record<SqlSchema>({
  family: oneOf("postgres", "cockroach"),
  extensions: list(text),
  types: list(TYPE),
  sequences: list(SEQUENCE),
  tables: list(TABLE),
  views: list(VIEW),
  routines: list(ROUTINE),
});
