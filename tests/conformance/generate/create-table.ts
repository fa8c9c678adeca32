// A scene → CREATE TABLE: all forms of keys, statics, counters, compact tables, masks, options.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import type { Keyspace } from "../../../src/cql/schema/schema.ts";
import { maskText } from "./mask-text.ts";
import { optionTexts } from "./option-text.ts";
import {
  COLUMN_NAMES,
  errs,
  guard,
  isSince,
  keyspaceName,
  newTableName,
  pickKeyspace,
  qualify,
  type Scene,
} from "./scene.ts";
import { typeText } from "./type-text.ts";

interface Shape {
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
  readonly others: readonly string[];
  readonly isCounter: boolean;
  readonly isCompact: boolean;
}

export function createTable(scene: Scene): string {
  const keyspace = pickKeyspace(scene);
  const name = quoteIdentifier(newTableName(scene, keyspace));
  const shape = pickShape(scene);
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), name);
  const columns = columnTexts(scene, shape, keyspace);
  const elements = [...columns.texts, ...keyTexts(scene, shape, columns.hasKey)];
  return `CREATE TABLE ${guard(scene, "IF NOT EXISTS")}${qualified} (${elements.join(", ")})${withText(scene, shape)}`;
}

function pickShape(scene: Scene): Shape {
  const { chance } = scene;
  const isCompact = chance.is(0.12);
  const partitionCount = chance.weigh([
    [6, 1],
    [2, 2],
    [1, 3],
  ]);
  const clusteringCount = chance.weigh([
    [3, 0],
    [4, 1],
    [2, 2],
  ]);
  const mayHave =
    isCompact && !errs(scene, 0.15) ? (clusteringCount === 0 ? 1 + chance.below(3) : chance.below(2)) : undefined;
  const names = chance.take(COLUMN_NAMES, partitionCount + clusteringCount + (mayHave ?? chance.below(5)));
  return {
    partition: names.slice(0, partitionCount),
    clustering: names.slice(partitionCount, partitionCount + clusteringCount),
    others: names.slice(partitionCount + clusteringCount),
    isCounter: chance.is(0.08),
    isCompact,
  };
}

function columnTexts(
  scene: Scene,
  shape: Shape,
  keyspace: Keyspace | undefined,
): { readonly texts: readonly string[]; readonly hasKey: boolean } {
  const { chance } = scene;
  const isShort = shape.partition.length === 1 && shape.clustering.length === 0 && chance.is(0.6);
  const keys = [...shape.partition, ...shape.clustering].map((name) => {
    const type = typeText(scene, { keyspace, isKey: true, mistakes: 0.015 });
    const isStatic = errs(scene, 0.006) ? " static" : "";
    return `${quoteIdentifier(name)} ${type}${isStatic}${mask(scene, 0.02)}${isShort ? " PRIMARY KEY" : ""}`;
  });
  const others = shape.others.map((name) => {
    const isCounter = shape.isCounter ? !errs(scene, 0.05) : errs(scene, 0.004);
    const isFlat = shape.isCompact && !errs(scene, 0.1);
    const type = isCounter ? "counter" : typeText(scene, { keyspace, mistakes: 0.025, isKey: isFlat });
    const isStatic = chance.is(shape.clustering.length > 0 && !shape.isCompact ? 0.15 : 0.01);
    return `${quoteIdentifier(name)} ${type}${isStatic ? " static" : ""}${mask(scene, 0.04)}`;
  });
  const all = [...keys, ...others];
  if (errs(scene, 0.01)) all.push(chance.pick(all));
  return { texts: chance.is(0.2) ? chance.take(all, all.length) : all, hasKey: isShort };
}

function mask(scene: Scene, share: number): string {
  if (isSince(scene, "5.0") ? !scene.chance.is(share) : !scene.chance.is(0.002)) return "";
  return ` ${maskText(scene)}`;
}

function keyTexts(scene: Scene, { partition, clustering, others }: Shape, hasKey: boolean): readonly string[] {
  if (errs(scene, 0.015)) return [];
  if (hasKey && !errs(scene, 0.01)) return [];
  const { chance } = scene;
  const odd = [...others, ...partition, "zz"];
  const first = [...partition, ...(errs(scene, 0.01) ? [chance.pick(odd)] : [])].map(quoteIdentifier);
  const second = [...clustering, ...(errs(scene, 0.01) ? [chance.pick(odd)] : [])].map(quoteIdentifier);
  const inParentheses = first.length > 1 || chance.is(0.3) ? `(${first.join(", ")})` : (first[0] ?? "");
  return [`PRIMARY KEY (${[inParentheses, ...second].join(", ")})`];
}

function withText(scene: Scene, { clustering, partition, isCompact }: Shape): string {
  const { chance } = scene;
  const parts: string[] = [];
  if (isCompact) parts.push("COMPACT STORAGE");
  if (clustering.length > 0 ? chance.is(0.35) : errs(scene, 0.01)) parts.push(orderText(scene, clustering, partition));
  if (chance.is(0.3)) parts.push(...optionTexts(scene));
  if (isSince(scene, "4.0") ? errs(scene, 0.004) : errs(scene, 0.004)) parts.push("COMPACT STORAGE");
  const ordered = chance.is(0.3) ? chance.take(parts, parts.length) : parts;
  return ordered.length === 0 ? "" : ` WITH ${ordered.join(" AND ")}`;
}

/** Of all clustering columns, mostly; the first few of them, or wrong ones. */
export function orderText(scene: Scene, clustering: readonly string[], others: readonly string[]): string {
  const { chance } = scene;
  const isWhole = chance.is(0.75);
  const named = isWhole ? clustering : clustering.slice(0, 1 + chance.below(2));
  const shuffled = errs(scene, 0.06) ? [...named].reverse() : named;
  const columns = errs(scene, 0.05) ? [...shuffled, chance.pick([...others, ...clustering, "zz"])] : shuffled;
  const orders = columns.map((name) => `${quoteIdentifier(name)}${chance.pick([" ASC", " DESC", " DESC"])}`);
  return `CLUSTERING ORDER BY (${orders.length === 0 ? "zz ASC" : orders.join(", ")})`;
}
