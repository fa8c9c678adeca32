// Replication of a keyspace that costs more than it looks like: placed blindly, in too few replicas, or in more than
// before, which begin empty. Pure.
import type { Property } from "../../cql/ast/property.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Term } from "../../cql/ast/term.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import { replicasIn } from "../../cql/schema/replicas.ts";
import type { OptionMap } from "../../cql/schema/schema.ts";
import { type LintedStatement, type Problem, problemAt, type Rule } from "../rule.ts";

export const replication: Rule = {
  name: "replication",
  severity: "warn",
  isDestructive: false,
  isWholeStory: false,
  check: ({ statements, capabilities }) =>
    statements.flatMap((statement) => {
      const { node } = statement;
      if (node.kind !== "create-keyspace" && node.kind !== "alter-keyspace") return [];
      const option = node.options.find(({ name }) => name.name === "replication");
      if (option === undefined) return [];
      return [...checkWritten(statement, option), ...checkGrowth(statement, option, capabilities)];
    }),
};

const BLIND =
  "SimpleStrategy places replicas without regard to racks and data centres: those of a row may all fail together";
const NAMED = "name them: {'class': 'NetworkTopologyStrategy', 'DATACENTER': 3}";

function checkWritten(statement: LintedStatement, option: Property): readonly Problem[] {
  return writtenIn(option).flatMap(({ key, value, place }) => {
    if (key === "class")
      return /(?:^|\.)SimpleStrategy$/.test(value) ? [problemAt(statement, place, BLIND, NAMED)] : [];
    const [replicas] = replicasIn({ class: "NetworkTopologyStrategy", [key]: value });
    if (replicas === undefined || replicas.count === 0 || (replicas.count % 2 === 1 && replicas.count > 1)) return [];
    const { count } = replicas;
    const message =
      count === 1
        ? "with one replica, rows cannot be read while their node is down, and are lost with it"
        : `${count} replicas bear no more nodes down than ${count - 1}, as a quorum of them is ${count / 2 + 1}`;
    return [problemAt(statement, place, message, "have an odd number of replicas, 3 or more")];
  });
}

/** What more replicas than before need; where it is not known how many there were, it is said of any. */
function checkGrowth(statement: LintedStatement, option: Property, { product }: Capabilities): readonly Problem[] {
  const { node, trial } = statement;
  if (node.kind !== "alter-keyspace") return [];
  // Tablets are filled before their ALTER ends (docs/cql/ddl.rst of scylladb/scylladb).
  if (product === "scylla" && !saysWithoutTablets(node)) return [];
  const was = trial.replicationBefore;
  const is = Object.fromEntries(writtenIn(option).map(({ key, value }) => [key, value] as const));
  if (was !== undefined && !isLarger(was, is)) return [];
  const message =
    was === undefined
      ? "replicas that are added begin empty, and answer as if their rows were gone"
      : "the replicas that this adds begin empty, and answer as if their rows were gone";
  return [
    problemAt(
      statement,
      node.name,
      message,
      "run a full repair of the keyspace on every node: `nodetool repair -full`",
    ),
  ];
}

function saysWithoutTablets(node: StatementNode & { readonly kind: "alter-keyspace" }): boolean {
  const option = node.options.find(({ name }) => name.name === "tablets");
  return option !== undefined && writtenIn(option).some(({ key, value }) => key === "enabled" && value === "false");
}

/** Another class places replicas elsewhere: some of them are new. */
function isLarger(was: OptionMap, is: OptionMap): boolean {
  if (was.class !== shortClass(is.class ?? "")) return true;
  const before = new Map(replicasIn(was).map(({ datacenter, count }) => [datacenter, count]));
  const factors = replicasIn({ ...is, class: was.class ?? "" });
  return factors.some(({ datacenter, count }) => count > (before.get(datacenter) ?? before.get(undefined) ?? 0));
}

function shortClass(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

interface WrittenEntry {
  readonly key: string;
  readonly value: string;
  readonly place: Term;
}

function writtenIn({ value }: Property): readonly WrittenEntry[] {
  if (value.kind !== "map") return [];
  return value.entries.flatMap(({ key, value: term }) =>
    key.kind === "literal" && term.kind === "literal" ? [{ key: key.value, value: term.value, place: term }] : [],
  );
}
