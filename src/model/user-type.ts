// Declares a user-defined type. Pure but for the stack, which tells the place.
import type { Field } from "../cql/schema/schema.ts";
import { fieldMistakes } from "./check-types.ts";
import { type AnyColumn, type FormOf, type InsertOf, isColumn, type RoleOf, type RowOf } from "./column.ts";
import type { FieldMistake, IsMultiCell, WithDurations } from "./column-rules.ts";
import { readObject } from "./is-plain-object.ts";
import type { Mistake, Without } from "./mistake.ts";
import { MODEL, type UserTypeModel } from "./model.ts";
import { modelInvalid } from "./model-invalid.ts";
import { placeOfCall } from "./place.ts";

/** Known to the type checker alone. */
declare const FIELDS: unique symbol;

export interface FieldMap {
  readonly [name: string]: AnyColumn;
}

/** A user-defined type with what the type checker knows of it. */
export interface UserType<F extends FieldMap = FieldMap> extends UserTypeModel {
  readonly [FIELDS]?: F;
}

export interface UserTypeOptions {
  /** The keyspace that the type is of; the managed one unless it is given. */
  readonly keyspace?: string | undefined;
}

/** As the driver gives it: an object with all fields. */
export type RowOfFields<F extends FieldMap> = { -readonly [Name in keyof F]: RowOf<F[Name]> | null };
/** As the driver takes it: a field that is left out is null. */
export type InsertOfFields<F extends FieldMap> = { readonly [Name in keyof F]?: InsertOf<F[Name]> | null | undefined };
/** The form of a column that has the type, not frozen. */
export type UserTypeForm<F extends FieldMap> = WithDurations<
  true extends IsMultiCell<FormOf<F[keyof F]>> ? "loose type" : "type",
  FormOf<F[keyof F]>
>;

type CheckFields<F extends FieldMap> = keyof F extends never
  ? Mistake<"a type has a field">
  : { readonly [Name in keyof F]: Without<FieldMistake<FormOf<F[Name]>, RoleOf<F[Name]>>> };

/**
 * A user-defined type; `udt(address)` and `frozen(udt(address))` are columns of it.
 * @throws ToolError "model-invalid" for one that no server takes
 */
export function userType<F extends FieldMap>(
  name: string,
  fields: F & CheckFields<F>,
  options: UserTypeOptions = {},
): UserType<F> {
  const place = placeOfCall(userType);
  const mistakes: string[] = nameMistakes(name);
  const read: Field[] = [];
  const userTypes = new Set<UserTypeModel>();
  const given = readObject(fields, "its fields are an object: { street: text() }", mistakes);
  for (const [fieldName, field] of Object.entries(given)) {
    const wrong = readField(field);
    mistakes.push(...wrong.map((mistake) => `field \`${fieldName}\`: ${mistake}`));
    if (!isColumn(field)) continue;
    read.push({ name: fieldName, type: field.spec.type });
    for (const each of field.spec.userTypes) userTypes.add(each);
  }
  if (Object.keys(given).length === 0) mistakes.push("a type has a field");
  mistakes.push(...orderMistakes(Object.keys(given)));
  const { keyspace, ...others } = readObject(options, "its options are an object", mistakes);
  checkKeyspace(keyspace, mistakes);
  for (const option of Object.keys(others)) {
    mistakes.push(`there is no option \`${option}\`: a type has \`keyspace\` alone`);
  }
  if (mistakes.length > 0) throw modelInvalid(`type \`${name}\``, mistakes, place);
  return { [MODEL]: true, kind: "user-type", name, keyspace, place, fields: read, userTypes: [...userTypes] };
}

function readField(field: unknown): readonly string[] {
  if (!isColumn(field)) return ["this is no type; write it as `text()`"];
  const { type, userTypes, roles, indexes, mistakes } = field.spec;
  const hasRole = roles.length > 0 || indexes.length > 0;
  return [...mistakes, ...(hasRole ? ["a field has no role and no index"] : []), ...fieldMistakes(type, userTypes)];
}

/** For programs that no type checker has seen. */
export function nameMistakes(name: unknown): string[] {
  return typeof name === "string" && name !== "" ? [] : ["its name is a text that is not empty"];
}

export function checkKeyspace(keyspace: unknown, mistakes: string[]): asserts keyspace is string | undefined {
  if (keyspace === undefined || (typeof keyspace === "string" && keyspace !== "")) return;
  mistakes.push("option `keyspace` is a text that is not empty");
}

/** An object of JavaScript puts names that are numbers first, whatever their order was. */
export function orderMistakes(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1)
    .map((name) => `\`${name}\` is a number, and an object puts such a name first: it would lose its place`);
}
