// Says which class stands behind an index, by what is written behind USING. Pure.
import type { CreateIndex } from "../ast/ddl.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { mayExist } from "./options/class-name.ts";
import { refuse } from "./refuse.ts";

/** "other" is someone else's, whose rules are not known. */
export type IndexImplementation = "sai" | "sasi" | "other";

const SASI = "org.apache.cassandra.index.sasi.SASIIndex";
const SAI = "org.apache.cassandra.index.sai.StorageAttachedIndex";
const SAI_ALIASES: ReadonlySet<string> = new Set(["sai", "storageattachedindex"]);
/** The name of the index of old, since Cassandra 5.0 (CASSANDRA-18615). */
const REGULAR = "legacy_local_table";

/**
 * The class of a custom index as it was written; undefined for a regular index.
 * @throws Refused when CUSTOM and USING do not go together, or SASI is switched off
 */
export function readIndexClass(node: CreateIndex, capabilities: Capabilities): string | undefined {
  const { isCustom, using } = node;
  if (isCustom && using === undefined) {
    refuse("CREATE CUSTOM INDEX needs a class", node.table, "write `USING 'class'` behind the columns");
  }
  const isRegular =
    !isCustom && (using === undefined || (since(capabilities, "5.0") && using.toLowerCase() === REGULAR));
  // ScyllaDB and Astra take it (docs.datastax.com/en/cql/astra/reference/cql-commands/create-index.html).
  const needsCustom = capabilities.product !== "scylla" && capabilities.product !== "astra";
  if (!isRegular && !isCustom && !since(capabilities, "5.0") && needsCustom) {
    refuse("USING is for custom indexes alone", node.table, "write CREATE CUSTOM INDEX");
  }
  if (using === SASI && capabilities.settings.sasiIndexes === false) {
    refuse("SASI indexes are switched off on the servers (`sasi_indexes_enabled`)", node.table);
  }
  return isRegular ? undefined : using;
}

/** The implementation behind a class; undefined when the servers have no such class. */
export function indexImplementation(className: string, capabilities: Capabilities): IndexImplementation | undefined {
  if (className === SASI && capabilities.product === "cassandra") return "sasi";
  if (since(capabilities, "5.0") && (className === SAI || SAI_ALIASES.has(className.toLowerCase()))) return "sai";
  return mayExist(className, capabilities) ? "other" : undefined;
}
