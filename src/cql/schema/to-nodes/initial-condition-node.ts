// Turns the INITCOND of an aggregate, as a server holds it, into the term that is written. Pure.
import type { Term } from "../../ast/term.ts";
import type { CqlType } from "../cql-type.ts";
import type { UserAggregate } from "../schema.ts";
import { parseValue } from "./parse-fragment.ts";

/** Cassandra 3.11–4.1 holds values of these types without their quotes (CASSANDRA-18872), inside other types, too. */
const HELD_BARE: ReadonlySet<string> = new Set(["date", "inet", "time", "timestamp"]);

const DATE_OR_TIMESTAMP = String.raw`[+-]?\d{4,}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?`;
const TIME = String.raw`\d\d:\d\d:\d\d\.\d{9}`;
const ADDRESS = String.raw`\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}`;
/** What stands in quotes already, or a whole element that looks like a value of such a type and like no other. */
const QUOTED_OR_BARE = new RegExp(
  String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<=[[{(, ])(?:${DATE_OR_TIMESTAMP}|${TIME}|${ADDRESS})(?=[\]}),]|: )`,
  "g",
);

/** Undefined when there is none, and for what is no CQL: `isInitialConditionReadable` tells them apart. */
export function initialConditionNode({ initialCondition, stateType }: UserAggregate): Term | undefined {
  return initialCondition === undefined ? undefined : parseValue(inQuotes(initialCondition, stateType));
}

/** Whether the aggregate can be written as a statement. */
export function isInitialConditionReadable(aggregate: UserAggregate): boolean {
  return aggregate.initialCondition === undefined || initialConditionNode(aggregate) !== undefined;
}

function inQuotes(text: string, type: CqlType): string {
  if (type.kind === "native") return HELD_BARE.has(type.name) && !text.startsWith("'") ? `'${text}'` : text;
  return text.replace(QUOTED_OR_BARE, (found) => (/^['"]/.test(found) ? found : `'${found}'`));
}
