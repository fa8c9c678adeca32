// The rules of the types of columns and fields, for programs that no type checker has seen. Pure.
import type { CqlType } from "../cql/schema/cql-type.ts";
import { innerTypes, isCollection, isCounter, isMultiCell } from "../cql/schema/type-facts.ts";
import type { UserTypeModel } from "./model.ts";

/** What holds for the type of a column or a field, whatever its role is. */
export function formMistakes(type: CqlType, userTypes: readonly UserTypeModel[]): readonly string[] {
  if (isLoose(type)) {
    return ["a collection or a user's type within a collection must be frozen: write frozen(…)"];
  }
  if (type.kind !== "user" || type.isFrozen) return [];
  const isDeep = userTypes.some(
    ({ name, fields }) => name === type.name && fields.some((field) => isMultiCell(field.type)),
  );
  return isDeep ? ["a user's type with a field that is not frozen must be frozen: write frozen(udt(…))"] : [];
}

export function keyMistakes(type: CqlType, userTypes: readonly UserTypeModel[]): readonly string[] {
  if (isMultiCell(type)) return ["a collection or a user's type in a key must be frozen: write frozen(…)"];
  if (isCounter(type)) return ["a counter cannot be in a key"];
  if (holdsDuration(type, userTypes)) return ["a duration cannot be in a key: durations have no order"];
  return [];
}

export function indexMistakes(
  type: CqlType,
  on: string | undefined,
  userTypes: readonly UserTypeModel[],
): readonly string[] {
  if (isCounter(type)) return ["a counter cannot be indexed"];
  if (holdsDuration(type, userTypes)) return ["a duration cannot be indexed"];
  if (type.kind === "user" && !type.isFrozen)
    return ["a user's type must be frozen to be indexed: write frozen(udt(…))"];
  const parts = indexParts(type);
  if (on === undefined || parts.includes(on)) return [];
  return [
    parts.length === 0
      ? `\`on: "${on}"\` is for an index on a collection`
      : `an index here is \`on\` ${parts.map((part) => `"${part}"`).join(", ")}, not "${on}"`,
  ];
}

/** What part of a column an index may be on; none when there are no parts. */
function indexParts(type: CqlType): readonly string[] {
  if (!isCollection(type)) return [];
  if (!isMultiCell(type)) return ["full"];
  return type.kind === "map" ? ["keys", "values", "entries"] : ["values"];
}

export function fieldMistakes(type: CqlType, userTypes: readonly UserTypeModel[]): readonly string[] {
  if (isCounter(type)) return ["a field cannot be a counter"];
  if (type.kind === "user" && !type.isFrozen) return ["a user's type in a field must be frozen: write frozen(udt(…))"];
  return formMistakes(type, userTypes);
}

/** Whether a collection that is not frozen holds something that is not. */
function isLoose(type: CqlType): boolean {
  return (
    (isCollection(type) && isMultiCell(type) && innerTypes(type).some(isMultiCell)) || innerTypes(type).some(isLoose)
  );
}

/** Servers look neither into sets and vectors nor into the keys of maps (Cassandra 3.11–5.0). */
function holdsDuration(type: CqlType, userTypes: readonly UserTypeModel[]): boolean {
  switch (type.kind) {
    case "native":
      return type.name === "duration";
    case "list":
      return holdsDuration(type.element, userTypes);
    case "map":
      return holdsDuration(type.value, userTypes);
    case "tuple":
      return type.elements.some((element) => holdsDuration(element, userTypes));
    case "user": {
      const used = userTypes.find(({ name }) => name === type.name);
      return used?.fields.some((field) => holdsDuration(field.type, used.userTypes)) ?? false;
    }
    default:
      return false;
  }
}
