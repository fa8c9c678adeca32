// The rules of ScyllaDB for keyspaces that keep their rows in tablets. Pure.
// Source: docs/cql/ddl.rst ("ALTER KEYSPACE with Tablets"), cql3/statements/alter_keyspace_statement.cc and ks_prop_defs.cc of
// scylladb/scylladb.
import type { AlterKeyspace, CreateKeyspace } from "../ast/ddl.ts";
import type { Property } from "../ast/property.ts";
import { datacenterOfRack, replicasIn } from "../schema/replicas.ts";
import type { OptionMap } from "../schema/schema.ts";
import type { KeyspaceOptions } from "./options/keyspace-options.ts";
import { refuse } from "./refuse.ts";

/** Undefined where nobody has said it: the server chooses. */
function hasTablets({ extra }: Pick<KeyspaceOptions, "extra">): boolean | undefined {
  const [, said] = /'enabled': '(true|false)'/i.exec(extra.tablets ?? "") ?? [];
  return said === undefined ? undefined : said.toLowerCase() === "true";
}

/** @throws Refused */
export function checkNewTablets(node: CreateKeyspace, made: KeyspaceOptions): void {
  if (hasTablets(made) === true) checkStrategy(made.replication, optionOf(node, "replication") ?? node.options[0]);
}

/**
 * The replication of a keyspace once it was altered: with tablets, data centres that are not named keep theirs.
 * @param altered what the statement says, on what was there
 * @throws Refused
 */
export function alterTablets(node: AlterKeyspace, was: KeyspaceOptions, altered: KeyspaceOptions): KeyspaceOptions {
  const before = hasTablets(was);
  const flavour = optionOf(node, "tablets");
  const after = hasTablets(altered);
  if (flavour !== undefined && before !== undefined && after !== undefined && before !== after) {
    refuse("whether a keyspace has tablets cannot be changed", flavour, "make another keyspace, and copy the rows");
  }
  const option = optionOf(node, "replication");
  if (before !== true || option === undefined) return altered;
  checkStrategy(altered.replication, option);
  if (namesEverywhere(option)) {
    refuse("a keyspace with tablets takes no `replication_factor` in ALTER", option, "name each data centre");
  }
  const kept = Object.entries(was.replication).filter(([key]) => !isNamedIn(altered.replication, key, option));
  const replication = { ...Object.fromEntries(kept), ...altered.replication };
  checkStep(was.replication, replication, option);
  return { ...altered, replication };
}

function checkStrategy({ class: className }: OptionMap, option: Property | undefined): void {
  if (className === "NetworkTopologyStrategy" || option === undefined) return;
  refuse("a keyspace with tablets takes NetworkTopologyStrategy alone", option);
}

function checkStep(was: OptionMap, is: OptionMap, option: Property): void {
  const before = new Map(replicasIn(was).map(({ datacenter, count }) => [datacenter, count]));
  const after = new Map(replicasIn(is).map(({ datacenter, count }) => [datacenter, count]));
  const steps = [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    from: before.get(name) ?? 0,
    to: after.get(name) ?? 0,
  }));
  const count = steps.reduce((sum, { from, to }) => sum + Math.abs(to - from), 0);
  // Lists of racks may begin or end whole in several data centres at once.
  const isWhole = steps.every(({ from, to }) => from === to || from === 0 || to === 0);
  if (count < 2 || (isWhole && hasRacksAlone(was) && hasRacksAlone(is))) return;
  refuse(
    `with tablets, one statement adds or takes away one replica in one data centre, and this one ${count}`,
    option,
    "write a statement for each step",
  );
}

function hasRacksAlone({ class: _, ...factors }: OptionMap): boolean {
  return Object.keys(factors).every((key) => datacenterOfRack(key) !== undefined);
}

/** Whether the statement says how many replicas the data centre of an entry has; 0 is left out of what comes of it. */
function isNamedIn(is: OptionMap, key: string, option: Property): boolean {
  const name = datacenterOfRack(key) ?? key;
  const written = option.value.kind === "map" ? option.value.entries : [];
  return (
    Object.keys(is).some((each) => (datacenterOfRack(each) ?? each) === name) ||
    written.some((entry) => entry.key.kind === "literal" && entry.key.value === name)
  );
}

function namesEverywhere({ value }: Property): boolean {
  return (
    value.kind === "map" &&
    value.entries.some(({ key }) => key.kind === "literal" && key.value.toLowerCase() === "replication_factor")
  );
}

function optionOf(node: CreateKeyspace | AlterKeyspace, name: string): Property | undefined {
  return node.options.find((option) => option.name.name === name);
}
