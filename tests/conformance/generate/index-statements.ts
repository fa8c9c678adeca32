// A scene → statements about secondary indexes of every kind.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import type { CqlType } from "../../../src/cql/schema/cql-type.ts";
import type { Table } from "../../../src/cql/schema/schema.ts";
import {
  errs,
  guard,
  isSince,
  keyspaceName,
  pickColumn,
  pickKeyspace,
  pickTable,
  qualify,
  type Scene,
} from "./scene.ts";

const INDEX_NAMES: readonly string[] = ["i", "j", "I_big", "t_a_idx"];
const SASI = "org.apache.cassandra.index.sasi.SASIIndex";
const SAI_OPTIONS: readonly string[] = [
  "{'case_sensitive': 'false'}",
  "{'case_sensitive': 'false', 'normalize': 'true', 'ascii': 'true'}",
  "{'similarity_function': 'cosine'}",
  "{'case_sensitive': 'x'}",
  "{'nosuch': 'true'}",
  "{'mode': 'CONTAINS'}",
  "{}",
  "{'index_analyzer': 'standard'}",
];
const SASI_OPTIONS: readonly string[] = [
  "{'mode': 'CONTAINS'}",
  "{'mode': 'PREFIX'}",
  "{'mode': 'SPARSE'}",
  "{'mode': 'x'}",
  "{'mode': 'CONTAINS', 'analyzer_class': 'org.apache.cassandra.index.sasi.analyzer.StandardAnalyzer', 'case_sensitive': 'false'}",
  "{'mode': 'CONTAINS', 'analyzer_class': 'org.apache.cassandra.index.sasi.analyzer.NonTokenizingAnalyzer', 'case_sensitive': 'false'}",
  "{'analyzer_class': 'nosuch'}",
  "{'analyzed': 'true'}",
  "{'is_literal': 'true'}",
  "{'nosuch': 'x'}",
];
const OTHER_OPTIONS: readonly string[] = ["{'a': 'b'}", "{'class_name': 'x'}", "{'target': 'a'}", "'x'"];

export function createIndex(scene: Scene): string {
  const { chance } = scene;
  const { table, name } = pickTable(scene);
  const index = chance.is(0.6) ? `${quoteIdentifier(indexName(scene))} ` : "";
  const start = (custom: string): string => `CREATE ${custom}INDEX ${guard(scene, "IF NOT EXISTS")}${index}ON ${name}`;
  return chance.weigh<() => string>([
    [6, () => `${start("")} (${target(scene, table)})`],
    [
      isSince(scene, "5.0") ? 3 : 0.2,
      () => `${start("")} (${target(scene, table)}) USING ${sai(scene)}${withOptions(scene, SAI_OPTIONS, 0.3)}`,
    ],
    [
      isSince(scene, "5.0") ? 1.5 : 0.2,
      () => `${start("CUSTOM ")} (${target(scene, table)}) USING ${sai(scene)}${withOptions(scene, SAI_OPTIONS, 0.3)}`,
    ],
    [2, () => `${start("CUSTOM ")} (${target(scene, table)}) USING '${SASI}'${withOptions(scene, SASI_OPTIONS, 0.5)}`],
    [0.3, () => `${start("CUSTOM ")} (${target(scene, table)})${custom(scene)}`],
    [0.2, () => `${start("CUSTOM ")} () USING '${chance.pick([SASI, "nosuch"])}'`],
    [
      0.2,
      () => `${start(chance.pick(["", "CUSTOM "]))} (${target(scene, table)}, ${target(scene, table)})${custom(scene)}`,
    ],
    [0.2, () => `${start("")} (${target(scene, table)})${withOptions(scene, [...OTHER_OPTIONS, ...SAI_OPTIONS], 1)}`],
  ])();
}

export function dropIndex(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const names = keyspace?.tables.sorted().flatMap((table) => table.indexes.sorted().map((index) => index.name)) ?? [];
  const name = names.length > 0 && chance.is(0.85) ? chance.pick(names) : chance.pick(INDEX_NAMES);
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), quoteIdentifier(name));
  return `DROP INDEX ${guard(scene, "IF EXISTS", 0.2)}${qualified}`;
}

function indexName(scene: Scene): string {
  return errs(scene, 0.02) ? scene.chance.pick(["bad-name", "n".repeat(60), ""]) : scene.chance.pick(INDEX_NAMES);
}

function sai({ chance }: Scene): string {
  return chance.pick([
    "'sai'",
    "'sai'",
    "'StorageAttachedIndex'",
    "'SAI'",
    "'legacy_local_table'",
    "'nosuch'",
    "'org.apache.cassandra.index.sai.StorageAttachedIndex'",
  ]);
}

/** Left out: classes of other packages, which may be on the servers for all that the simulator knows. */
function custom({ chance }: Scene): string {
  return chance.pick(["", " USING 'org.apache.cassandra.index.NoSuch'", ` USING '${SASI}'`, " USING 'sai'"]);
}

function withOptions({ chance }: Scene, options: readonly string[], share: number): string {
  if (!chance.is(share)) return "";
  return ` WITH OPTIONS = ${chance.is(0.9) ? chance.pick(options) : chance.pick(OTHER_OPTIONS)}`;
}

function target(scene: Scene, table: Table | undefined): string {
  const { chance } = scene;
  const column = pickColumn(scene, table, chance.is(0.7) ? ["regular", "static"] : undefined);
  const name = quoteIdentifier(column);
  const type = table?.columns.get(column)?.type;
  const forms = chance.is(0.85) ? fittingForms(type) : ["simple", "keys", "values", "entries", "full"];
  const form = chance.pick(forms);
  return form === "simple" ? name : `${form}(${name})`;
}

function fittingForms(type: CqlType | undefined): readonly string[] {
  if (type?.kind === "list" || type?.kind === "set") return type.isFrozen ? ["full"] : ["simple", "values"];
  if (type?.kind === "map") return type.isFrozen ? ["full"] : ["simple", "keys", "values", "entries"];
  return ["simple"];
}
