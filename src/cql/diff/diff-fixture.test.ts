// What the tests of this folder share: two schemas as CQL in, lines out.
import { type Capabilities, capabilitiesFor } from "../capabilities.ts";
import { print } from "../printer/print.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { blockedChanges } from "./blocked-changes.ts";
import type { Change } from "./change.ts";
import { renderChange } from "./describe-change.ts";
import { diff } from "./diff.ts";
import { statementsFor } from "./statements-for.ts";

export const SCYLLA: Capabilities = capabilitiesFor("scylla", "2025.1");
export const ASTRA: Capabilities = capabilitiesFor("astra", "4.0");

/** Between two states of the keyspace `shop`. */
export function changesBetween(
  from: string,
  to: string,
  capabilities: Capabilities = cassandra("5.0"),
): readonly Change[] {
  // Astra takes no statements for keyspaces: the schemas are made elsewhere.
  const maker = capabilities.product === "astra" ? cassandra(capabilities.release) : capabilities;
  const schemaOf = (text: string): ReturnType<typeof schemaAfter> => schemaAfter(`${SHOP} ${text}`, maker);
  return diff(schemaOf(from), schemaOf(to), { capabilities });
}

/** `kind: what differs`, without the name of the keyspace. */
export function render(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => `${change.kind}: ${renderChange(change).replaceAll("shop.", "")}`);
}

export function linesBetween(from: string, to: string, capabilities?: Capabilities): readonly string[] {
  return render(changesBetween(from, to, capabilities));
}

/** Each on one line, without the name of the keyspace. */
export function printStatements(changes: readonly Change[], capabilities: Capabilities): readonly string[] {
  return statementsFor(changes, { capabilities, names: "bare" }).map(({ node }) => onOneLine(print(node)));
}

export function statementsBetween(
  from: string,
  to: string,
  capabilities: Capabilities = cassandra("5.0"),
): readonly string[] {
  return printStatements(changesBetween(from, to, capabilities), capabilities);
}

/** `kind name: why no statement makes it` */
export function blockedBetween(
  from: string,
  to: string,
  capabilities: Capabilities = cassandra("5.0"),
): readonly string[] {
  return blockedChanges(changesBetween(from, to, capabilities), { capabilities }).map(
    ({ change, reason }) => `${change.kind} ${change.name}: ${reason}`,
  );
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
}
