// Turns MASKED WITH of a column into the function that masks it, with its arguments bound. Pure.
//
// Cassandra 5.0: ColumnMask.Raw.prepare, and the functions of cql3/functions/masking.
import type { MaskNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Keyspace, Mask } from "../schema/schema.ts";
import type { SimulateContext } from "./context.ts";
import { bindTerm } from "./literals/bind-term.ts";
import { refuse } from "./refuse.ts";
import { functionsNamed } from "./routines.ts";

const INT: CqlType = { kind: "native", name: "int" };
const TEXT: CqlType = { kind: "native", name: "text" };
const SYSTEM = "system";

interface MaskFunction {
  /** The types of the arguments behind the column, of which the last ones may be left out. */
  readonly args: readonly CqlType[];
  readonly argsMin: number;
  readonly returns: CqlType;
}

/** @throws Refused when no such function masks a column of this type */
export function resolveMask(
  mask: MaskNode,
  column: Identifier,
  type: CqlType,
  keyspace: Keyspace,
  { capabilities }: SimulateContext,
): Mask {
  const name = mask.function?.name.name ?? "mask_default";
  const named = mask.function?.keyspace?.name;
  const isNative = named === SYSTEM || (named === undefined && nativeMask(name, type) !== undefined);
  const found = isNative ? nativeMask(name, type) : userMask(name, named ?? keyspace.name, type, mask, keyspace);
  if (found === undefined) refuse(`no function \`${name}\` can mask column \`${column.name}\``, mask);
  if (mask.args.length < found.argsMin || mask.args.length > found.args.length) {
    refuse(`\`${name}\` takes ${countText(found)} here, and gets ${mask.args.length}`, mask);
  }
  if (printCqlType(found.returns) !== printCqlType(type)) {
    refuse(
      `\`${name}\` makes ${printCqlType(found.returns)} of column \`${column.name}\`, whose type is ${printCqlType(type)}`,
      mask,
    );
  }
  return {
    keyspace: isNative ? SYSTEM : keyspace.name,
    function: name,
    args: mask.args.map((arg, index) => bindTerm(arg, found.args[index] ?? TEXT, { keyspace, capabilities })),
  };
}

function nativeMask(name: string, type: CqlType): MaskFunction | undefined {
  switch (name) {
    case "mask_null":
    case "mask_default":
      return { args: [], argsMin: 0, returns: type };
    case "mask_replace":
      return { args: [type], argsMin: 1, returns: type };
    case "mask_hash":
      return { args: [TEXT], argsMin: 0, returns: { kind: "native", name: "blob" } };
    case "mask_inner":
    case "mask_outer": {
      const isText = type.kind === "native" && (type.name === "text" || type.name === "ascii");
      return isText ? { args: [INT, INT, TEXT], argsMin: 2, returns: type } : undefined;
    }
    default:
      return undefined;
  }
}

function userMask(
  name: string,
  named: string,
  type: CqlType,
  mask: MaskNode,
  keyspace: Keyspace,
): MaskFunction | undefined {
  if (named !== keyspace.name)
    refuse(`a function that masks a column stands in the same keyspace: \`${keyspace.name}\``, mask);
  const first = printCqlType(type);
  for (const [, { args, returns }] of functionsNamed(keyspace, name)) {
    const [column, ...others] = args.map((arg) => arg.type);
    if (column === undefined || others.length !== mask.args.length) continue;
    if (printCqlType(column) === first) return { args: others, argsMin: others.length, returns };
  }
  return undefined;
}

function countText({ args, argsMin }: MaskFunction): string {
  const range = args.length === argsMin ? String(argsMin) : `${argsMin} to ${args.length}`;
  return `${range} argument${range === "1" ? "" : "s"}`;
}
