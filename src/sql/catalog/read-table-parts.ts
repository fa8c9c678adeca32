// Turns rows of the catalog into the parts of a table: columns, constraints, indexes, triggers, policies. Pure.
import type {
  ConstraintKind,
  SqlColumn,
  SqlConstraint,
  SqlIndex,
  SqlNumbers,
  SqlPolicy,
  SqlTrigger,
} from "../schema.ts";
import { type CatalogRow, isTrue, optionalText, textOf, textsOf } from "./catalog-rows.ts";

const COUNTS_BY_ONE: SqlNumbers = {
  type: "bigint",
  start: "1",
  increment: "1",
  min: "1",
  max: "9223372036854775807",
  cache: "1",
  isCycling: false,
};

/** @param identities how those columns count that do, by "table.column" */
export function readColumn(row: CatalogRow, identities: ReadonlyMap<string, SqlNumbers>): SqlColumn {
  const name = textOf(row, "name");
  const identity = textOf(row, "identity");
  const generated = textOf(row, "generated");
  const expression = optionalText(row, "default_value");
  const numbers = identities.get(`${textOf(row, "relation")}.${name}`) ?? COUNTS_BY_ONE;
  return {
    name,
    comment: optionalText(row, "comment"),
    type: textOf(row, "type"),
    isNotNull: isTrue(row, "is_not_null"),
    default: generated === "" && identity === "" ? expression : undefined,
    identity: identity === "" ? undefined : { kind: identity === "a" ? "always" : "by-default", numbers },
    generated:
      generated === "" || expression === undefined
        ? undefined
        : { kind: generated === "v" ? "virtual" : "stored", expression },
    collation: optionalText(row, "collation"),
    isInherited: isTrue(row, "is_inherited"),
  };
}

const CONSTRAINT_KINDS: Readonly<Record<string, ConstraintKind>> = {
  p: "primary-key",
  u: "unique",
  f: "foreign-key",
  x: "exclusion",
};

export function readConstraint(row: CatalogRow): SqlConstraint {
  return {
    name: textOf(row, "name"),
    comment: optionalText(row, "comment"),
    kind: CONSTRAINT_KINDS[textOf(row, "kind")] ?? "check",
    definition: textOf(row, "definition"),
  };
}

export function readIndex(row: CatalogRow): SqlIndex {
  const definition = textOf(row, "definition");
  return {
    name: textOf(row, "name"),
    comment: optionalText(row, "comment"),
    // That of a partitioned table is printed as one without its parts, which it makes when it is created.
    definition: isTrue(row, "is_partitioned") ? definition.replace(" ON ONLY ", " ON ") : definition,
    isValid: isTrue(row, "is_valid"),
  };
}

const TRIGGER_STATES: Readonly<Record<string, SqlTrigger["enabled"]>> = { D: "disabled", R: "replica", A: "always" };

export function readTrigger(row: CatalogRow): SqlTrigger {
  return {
    name: textOf(row, "name"),
    comment: optionalText(row, "comment"),
    definition: textOf(row, "definition"),
    enabled: TRIGGER_STATES[textOf(row, "enabled")] ?? "origin",
  };
}

const COMMANDS: Readonly<Record<string, string>> = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE", "*": "ALL" };

export function readPolicy(row: CatalogRow): SqlPolicy {
  const using = optionalText(row, "using_expression");
  const check = optionalText(row, "check_expression");
  const words = [
    `AS ${isTrue(row, "is_permissive") ? "PERMISSIVE" : "RESTRICTIVE"}`,
    `FOR ${COMMANDS[textOf(row, "command")] ?? "ALL"}`,
    `TO ${textsOf(row, "roles").join(", ") || "PUBLIC"}`,
    ...(using === undefined ? [] : [`USING (${using})`]),
    ...(check === undefined ? [] : [`WITH CHECK (${check})`]),
  ];
  return { name: textOf(row, "name"), comment: optionalText(row, "comment"), definition: words.join(" ") };
}
