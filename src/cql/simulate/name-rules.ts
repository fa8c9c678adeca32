// The rules for names of keyspaces and tables. Pure.
import type { Identifier } from "../ast/name.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { refuse } from "./refuse.ts";

const WORD = /^[A-Za-z0-9_]+$/;
/** Every server takes a name of a table as long as this, and some a longer one. */
export const NAME_LENGTH_MAX = 48;
/** What a directory's name leaves beside the id of the table (SchemaConstants.TABLE_NAME_LENGTH). */
const LONG_TABLE_NAME_LENGTH_MAX = 222;

/** @throws Refused */
export function requireKeyspaceName(name: Identifier): void {
  requireName("keyspace", name, NAME_LENGTH_MAX);
}

/** The name of a table or a view. @throws Refused */
export function requireTableName(name: Identifier, capabilities: Capabilities): void {
  requireName("table", name, hasLongTableNames(capabilities) ? LONG_TABLE_NAME_LENGTH_MAX : NAME_LENGTH_MAX);
}

/** Cassandra 4.1.10 says 48 and checks no length (TableMetadata.isNameValid); longer directories fail on the disk. */
function hasLongTableNames(capabilities: Capabilities): boolean {
  return capabilities.product === "cassandra" && since(capabilities, "4.0");
}

function requireName(kind: "keyspace" | "table", { name, start, end }: Identifier, lengthMax: number): void {
  if (!WORD.test(name)) {
    refuse(`"${name}" cannot name a ${kind}: only letters of ASCII, digits and \`_\` can`, { start, end });
  }
  if (name.length > lengthMax) {
    refuse(`the name of a ${kind} has at most ${lengthMax} characters, and \`${name}\` has ${name.length}`, {
      start,
      end,
    });
  }
}
