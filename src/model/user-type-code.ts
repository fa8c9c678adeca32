// Turns a user's type into the call that declares it. Pure.
import type { UserType } from "../cql/schema/schema.ts";
import { type Code, objectCode } from "./code-layout.ts";
import { entry } from "./option-code.ts";
import { typeCode } from "./type-code.ts";
import { stringLiteral } from "./typescript-names.ts";
import { maker, type WriteScope } from "./write-scope.ts";

export function userTypeCode({ name, fields }: UserType, scope: WriteScope): Code {
  const entries = fields.map((field) => entry(field.name, typeCode(field.type, scope)));
  return [maker("userType", scope), `(${stringLiteral(name)}, `, objectCode(entries, "broken"), ")"];
}
