// A scene → statements about user-defined types.
import { quoteIdentifier, quoteTypeName } from "../../../src/cql/identifiers.ts";
import { printCqlType } from "../../../src/cql/schema/print-cql-type.ts";
import {
  errs,
  guard,
  isSince,
  keyspaceName,
  newTypeName,
  pickKeyspace,
  pickType,
  qualify,
  type Scene,
} from "./scene.ts";
import { typeText } from "./type-text.ts";

const FIELDS: readonly string[] = ["street", "zip", "City", "x", "y", "order"];

export function createType(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const name = quoteTypeName(newTypeName(scene, keyspace));
  const fields = chance.take(FIELDS, 1 + chance.below(4)).map((field) => {
    const type = typeText(scene, { keyspace, isKey: chance.is(0.7), isField: true, mistakes: 0.05 });
    return `${quoteIdentifier(field)} ${type}`;
  });
  if (errs(scene, 0.02)) fields.push(fields[0] ?? "");
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), name);
  return `CREATE TYPE ${guard(scene, "IF NOT EXISTS")}${qualified} (${fields.join(", ")})`;
}

export function alterType(scene: Scene): string {
  const { chance } = scene;
  const { keyspace, type, name } = pickType(scene);
  const own = type?.fields.map((field) => field.name) ?? FIELDS;
  const fresh = FIELDS.filter((field) => !own.includes(field));
  const newField = (): string => quoteIdentifier(chance.pick(fresh.length > 0 && chance.is(0.85) ? fresh : FIELDS));
  const oldField = (): string => quoteIdentifier(chance.pick(own.length > 0 && chance.is(0.9) ? own : FIELDS));
  const isGuarded = isSince(scene, "4.1");
  const onField = (text: "IF NOT EXISTS" | "IF EXISTS"): string => guard(scene, text, isGuarded ? 0.15 : 0.02);
  const action = chance.weigh<() => string>([
    [
      4,
      () =>
        `ADD ${onField("IF NOT EXISTS")}${newField()} ${typeText(scene, { keyspace, mistakes: 0.08, isKey: chance.is(0.6), isField: true })}`,
    ],
    [3, () => `RENAME ${onField("IF EXISTS")}${renames(scene, oldField, newField)}`],
    [
      1,
      () => {
        const field = type === undefined ? undefined : chance.pick(type.fields);
        if (field === undefined || chance.is(0.5)) return `ALTER ${oldField()} TYPE ${typeText(scene, { keyspace })}`;
        return `ALTER ${quoteIdentifier(field.name)} TYPE ${printCqlType(field.type)}`;
      },
    ],
  ])();
  return `ALTER TYPE ${guard(scene, "IF EXISTS", isGuarded ? 0.1 : 0.02)}${name} ${action}`;
}

function renames({ chance }: Scene, oldField: () => string, newField: () => string): string {
  const count = chance.is(0.8) ? 1 : 2;
  return Array.from({ length: count }, () => `${oldField()} TO ${newField()}`).join(" AND ");
}

export function dropType(scene: Scene): string {
  return `DROP TYPE ${guard(scene, "IF EXISTS", 0.2)}${pickType(scene).name}`;
}
