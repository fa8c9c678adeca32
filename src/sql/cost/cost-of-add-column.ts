// Turns ADD COLUMN into what it costs: whether its value can stand in the catalog, or has to be written into every row. Pure.
//
// PostgreSQL 12–18: "Notes" of ALTER TABLE: a default that is no volatile expression is computed once, and kept in the catalog; a volatile
// one, an identity and a stored generated column write the table anew.
import { METADATA, type StepCost, worstOf } from "../../plan/step-cost.ts";
import type { SqlFamily } from "../schema.ts";
import { readName, type TokenRun, textAt, tokenAt, wordAt } from "../token-run.ts";
import { hasInAction, indexesOfAction } from "./words-of-action.ts";

/** @param start where the name of the column stands, or its guard */
export function costOfAddColumn(run: TokenRun, start: number, family: SqlFamily): StepCost {
  const index = wordAt(run, start) === "IF" ? start + 3 : start;
  const type = readName(run, index)?.next ?? index + 1;
  return worstOf([
    family === "postgres" ? valueOnPostgres(run, type) : valueOnCockroach(run, type),
    ...(hasInAction(run, type, "UNIQUE") || hasInAction(run, type, "PRIMARY", "KEY") ? [INDEX] : []),
    ...(hasInAction(run, type, "CHECK") ? [CHECK] : []),
  ]);
}

const INDEX: StepCost = { class: "build", why: "its index is built from the rows that are there" };
const CHECK: StepCost = { class: "metadata", why: "every row that is there is checked" };
const SERIAL = /^(?:BIG|SMALL)?SERIAL[248]?$/;

function valueOnPostgres(run: TokenRun, type: number): StepCost {
  if (SERIAL.test(wordAt(run, type)) || hasInAction(run, type, "AS", "IDENTITY"))
    return everyRow("a number of its own");
  if (hasInAction(run, type, "STORED")) return everyRow("its value");
  // A generated column that does not say STORED is virtual since PostgreSQL 18, and refused before.
  const call = callInDefault(run, type);
  if (call === undefined) return METADATA;
  if (VOLATILE.has(call)) return everyRow(`a ${call}() of its own`);
  return { class: "rewrite", why: `the table is written anew, unless ${call}() is immutable or stable` };
}

function everyRow(what: string): StepCost {
  return { class: "rewrite", why: `the table is written anew: every row gets ${what}` };
}

/** CockroachDB: "Online schema changes": a column with a value of its own is filled by a backfill. */
function valueOnCockroach(run: TokenRun, type: number): StepCost {
  const isFilled =
    SERIAL.test(wordAt(run, type)) || ["DEFAULT", "STORED", "NOT"].some((word) => hasInAction(run, type, word));
  return isFilled ? { class: "build", why: "a job writes its value into every row that is there" } : METADATA;
}

/** Behind these no default goes on. */
const END_OF_DEFAULT: ReadonlySet<string> = new Set(
  "CONSTRAINT CHECK UNIQUE PRIMARY REFERENCES GENERATED COLLATE".split(" "),
);

/** The first call in a DEFAULT that may be volatile, in lower case; undefined: there is none. */
function callInDefault(run: TokenRun, type: number): string | undefined {
  let isIn = false;
  for (const index of indexesOfAction(run, type)) {
    const word = wordAt(run, index);
    if (END_OF_DEFAULT.has(word)) isIn = false;
    else if (word === "DEFAULT") {
      isIn = true;
      continue;
    }
    if (!isIn) continue;
    const call = callAt(run, index) ?? (tokenAt(run, index).kind === "(" ? callWithin(run, index) : undefined);
    if (call !== undefined) return call;
  }
  return undefined;
}

/** In the parentheses that open at an index. */
function callWithin(run: TokenRun, open: number): string | undefined {
  let depth = 0;
  for (let index = open; ; index++) {
    const { kind } = tokenAt(run, index);
    if (kind === "end") return undefined;
    if (kind === "(") depth += 1;
    if (kind === ")") depth -= 1;
    if (depth === 0) return undefined;
    const call = callAt(run, index);
    if (call !== undefined) return call;
  }
}

/** A word with parentheses behind it; `::numeric(3)` and `AS numeric(3)` are types. */
function callAt(run: TokenRun, index: number): string | undefined {
  const { kind } = tokenAt(run, index);
  if ((kind !== "word" && kind !== "quoted-name") || tokenAt(run, index + 1).kind !== "(") return undefined;
  const before = textAt(run, index - 1).toUpperCase();
  if (before === "::" || before === ":" || before === "AS") return undefined;
  const call = textAt(run, index).toLowerCase();
  return SAME_FOR_ALL.has(call) ? undefined : call;
}

/** PostgreSQL: immutable and stable ones of pg_catalog, as far as they stand in defaults; and words that only look like calls. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set(
  (
    "now current_timestamp current_time localtimestamp localtime transaction_timestamp statement_timestamp timezone date_trunc " +
    "to_timestamp to_date to_char make_date make_interval current_setting coalesce nullif greatest least lower upper concat " +
    "jsonb_build_object jsonb_build_array json_build_object json_build_array to_jsonb to_json array_fill cast array row extract " +
    "interval values in any some all not and or"
  ).split(" "),
);

const VOLATILE: ReadonlySet<string> = new Set(
  (
    "random gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 clock_timestamp timeofday nextval " +
    "gen_random_bytes txid_current pg_current_xact_id"
  ).split(" "),
);
