// What the random functions and aggregates of a keyspace are: overloads, masks, and types of the user as arguments.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType, NativeTypeName } from "../schema/cql-type.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type { Field, Keyspace, UserAggregate, UserFunction, UserType } from "../schema/schema.ts";
import type { Choices } from "./choices.test.ts";

export function arbitraryFunctions(
  choices: Choices,
  types: PersistentMap<UserType>,
  before: Keyspace | undefined,
): readonly UserFunction[] {
  return choices.some(["plus", "hide", "hide-with", "hide-int", "show", "fold", "twice"]).map((recipe) => {
    const made = arbitraryFunction(recipe, choices, types);
    const kept = before?.functions.get(signatureOfFunction(made));
    return kept !== undefined && choices.chance(70) ? kept : made;
  });
}

function arbitraryFunction(recipe: string, choices: Choices, types: PersistentMap<UserType>): UserFunction {
  const common = { language: "java", isCalledOnNull: recipe === "plus" || recipe === "fold" || choices.chance(50) };
  const ofHide = { ...common, name: "hide", body: choices.one(["return a;", "return (a);"]) };
  const argument = (name: string, type: CqlType): Field => ({ name, type });
  const text = argument("a", native("text"));
  const number = argument("b", native("int"));
  switch (recipe) {
    case "plus": {
      const body = choices.one(["return a + b;", "return a;"]);
      return { ...common, name: recipe, args: [argument("a", native("int")), number], returns: native("int"), body };
    }
    case "hide":
      return { ...ofHide, args: [text], returns: native("text") };
    case "hide-with":
      return { ...ofHide, args: [text, number], returns: native("text") };
    case "hide-int":
      return { ...ofHide, args: [argument("a", native("int"))], returns: native("int") };
    case "fold": {
      const state = stateTypeOf(types);
      return { ...common, name: recipe, args: [argument("a", state), number], returns: state, body: "return a;" };
    }
    case "twice":
      return { ...common, name: recipe, args: [number], returns: native("int"), body: "return b;" };
    default:
      return {
        ...common,
        name: recipe,
        args: [argument("a", stateTypeOf(types))],
        returns: native("int"),
        body: "return 1;",
      };
  }
}

function stateTypeOf(types: PersistentMap<UserType>): CqlType {
  const [name] = [...types.keys()].sort();
  return name === undefined ? native("text") : { kind: "user", name, isFrozen: false };
}

export function arbitraryAggregates(
  choices: Choices,
  types: PersistentMap<UserType>,
  functions: PersistentMap<UserFunction>,
): readonly UserAggregate[] {
  const has = (name: string): boolean => [...functions.values()].some((each) => each.name === name);
  return choices.some(["total", "folded", "twice"]).flatMap((name): readonly UserAggregate[] => {
    const common = { name, argumentTypes: [native("int")] };
    if (name === "folded") {
      if (!has("fold")) return [];
      const stateType = stateTypeOf(types);
      const finalFunction = has("show") && choices.chance(70) ? "show" : undefined;
      const returns = finalFunction === undefined ? stateType : native("int");
      return [{ ...common, stateFunction: "fold", stateType, finalFunction, initialCondition: undefined, returns }];
    }
    // One signature is a function or an aggregate.
    if (!has("plus") || (name === "twice" && has(name))) return [];
    const state = { stateFunction: "plus", stateType: native("int"), finalFunction: undefined };
    return [{ ...common, ...state, initialCondition: choices.one(["0", "1"]), returns: native("int") }];
  });
}

function native(name: NativeTypeName): CqlType {
  return { kind: "native", name };
}

/** As a keyspace holds it. */
export function signatureOfFunction({ name, args }: UserFunction): string {
  return routineSignature(
    name,
    args.map(({ type }) => type),
  );
}
