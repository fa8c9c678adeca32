// A keyspace that is replicated so that rows are easily lost: placed blindly, in too few replicas or in data centres that nobody
// meant, in more replicas than before, which begin empty, or in fewer. Pure.
import type { AlterKeyspace, CreateKeyspace } from "../../../cql/ast/ddl.ts";
import type { Property } from "../../../cql/ast/property.ts";
import type { Term } from "../../../cql/ast/term.ts";
import { replicasIn } from "../../../cql/schema/replicas.ts";
import type { OptionMap } from "../../../cql/schema/schema.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const replication: Rule = cqlRule({
  name: "replication",
  level: "warn",
  on: {
    "create-keyspace"(statement) {
      const option = replicationOf(statement.node);
      if (option === undefined) return [];
      return [...checkWritten(statement, option), ...checkNames(statement, option, {})];
    },
    "alter-keyspace"(statement) {
      const option = replicationOf(statement.node);
      if (option === undefined) return [];
      const slips = checkNames(statement, option, statement.trial.replicationBefore ?? {});
      // Whatever else would be said of the replicas comes of the slip.
      const changes = slips.length > 0 ? slips : [...checkGrowth(statement, option), ...checkLoss(statement, option)];
      return [...checkWritten(statement, option), ...changes];
    },
  },
});

type KeyspaceNode = CreateKeyspace | AlterKeyspace;
type AlterStatement = CqlStatement<Extract<CqlStatement["node"], { readonly kind: "alter-keyspace" }>>;

function replicationOf({ options }: KeyspaceNode): Property | undefined {
  return options.find(({ name }) => name.name === "replication");
}

const BLIND =
  "SimpleStrategy places replicas without regard to racks and data centres: those of a row may all fail together";
const NAMED = "name them: {'class': 'NetworkTopologyStrategy', 'DATACENTER': 3}";

function checkWritten(statement: CqlStatement, option: Property): readonly Problem[] {
  return writtenIn(option).flatMap(({ name, value, place }) => {
    if (name === "class")
      return /(?:^|\.)SimpleStrategy$/.test(value) ? [problemAt(statement, place, BLIND, NAMED)] : [];
    const [replicas] = replicasIn({ class: "NetworkTopologyStrategy", [name]: value });
    if (replicas === undefined || replicas.count === 0 || (replicas.count % 2 === 1 && replicas.count > 1)) return [];
    const { count } = replicas;
    const message =
      count === 1
        ? "with one replica, rows cannot be read while their node is down, and are lost with it"
        : `${count} replicas bear no more nodes down than ${count - 1}, as a quorum of them is ${count / 2 + 1}`;
    return [problemAt(statement, place, message, "have an odd number of replicas, 3 or more")];
  });
}

/** Data centres whose names another one has in letters of the other case: of the two at most one is there. */
function checkNames(statement: CqlStatement, option: Property, was: OptionMap): readonly Problem[] {
  const known = new Map<string, string>();
  for (const name of Object.keys(was)) known.set(name.toLowerCase(), name);
  return writtenIn(option).flatMap(({ name, key }) => {
    const other = known.get(name.toLowerCase());
    known.set(name.toLowerCase(), name);
    if (other === undefined || other === name) return [];
    const message = `\`${name}\` is another data centre than \`${other}\`: upper and lower case are told apart`;
    return [problemAt(statement, key, message, "write it as `nodetool status` shows it")];
  });
}

/** What more replicas than before need; where it is not known how many there were, it is said of any. */
function checkGrowth(statement: AlterStatement, option: Property): readonly Problem[] {
  const { node, trial } = statement;
  if (movesRowsItself(statement)) return [];
  const was = trial.replicationBefore;
  const is = Object.fromEntries(writtenIn(option).map(({ name, value }) => [name, value] as const));
  if (was !== undefined && !isLarger(was, is)) return [];
  const message =
    was === undefined
      ? "replicas that are added begin empty, and answer as if their rows were gone"
      : "the replicas that this adds begin empty, and answer as if their rows were gone";
  const hint = "run a full repair of the keyspace on every node: `nodetool repair -full`";
  return [problemAt(statement, node.name, message, hint)];
}

/** What fewer replicas than before bring; a down side takes away what its up side added. */
function checkLoss(statement: AlterStatement, option: Property): readonly Problem[] {
  const { node, side, trial } = statement;
  const was = trial.replicationBefore;
  const is = trial.after.schema.keyspaces.get(node.name.name)?.replication;
  if (side.direction === "down" || was === undefined || is === undefined || was.class !== is.class) return [];
  if (movesRowsItself(statement)) return [];
  const after = new Map(replicasIn(is).map(({ datacenter, count }) => [datacenter, count]));
  return replicasIn(was).flatMap(({ datacenter, count: before }) => {
    const count = after.get(datacenter) ?? after.get(undefined) ?? 0;
    if (count >= before) return [];
    const written = writtenIn(option).find(({ name }) => name === (datacenter ?? "replication_factor"));
    const place = written?.place ?? node.name;
    const where = datacenter === undefined ? "the keyspace" : `\`${datacenter}\``;
    const message =
      count === 0
        ? `${where} has no replicas any more: programs there fail with LOCAL_QUORUM, and what only its nodes have is lost`
        : `${where} goes from ${countReplicas(before)} to ${count}: what only those that go have is lost, and deleted rows come back if they are added again`;
    const hint = "repair first, and clean up after it, on every node: `nodetool repair -full`, then `nodetool cleanup`";
    return [problemAt(statement, place, message, hint)];
  });
}

function countReplicas(count: number): string {
  return count === 1 ? "1 replica" : `${count} replicas`;
}

/** ScyllaDB fills tablets before their ALTER ends, and cleans up what they leave (docs/cql/ddl.rst, docs/architecture/tablets.rst). */
function movesRowsItself({ node, side }: AlterStatement): boolean {
  return side.capabilities.product === "scylla" && !saysWithoutTablets(node);
}

function saysWithoutTablets({ options }: AlterKeyspace): boolean {
  const option = options.find(({ name }) => name.name === "tablets");
  return option !== undefined && writtenIn(option).some(({ name, value }) => name === "enabled" && value === "false");
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
  readonly name: string;
  readonly value: string;
  readonly key: Term;
  readonly place: Term;
}

function writtenIn({ value }: Property): readonly WrittenEntry[] {
  if (value.kind !== "map") return [];
  return value.entries.flatMap(({ key, value: term }) =>
    key.kind === "literal" && term.kind === "literal" ? [{ name: key.value, value: term.value, key, place: term }] : [],
  );
}
