// Rules for the values of sub-options, each a test and what it expects in words. Pure.
import { parseFloat64, parseInt32, parseInt64 } from "./java-number.ts";

/** `test` is given the text as it was written. */
export interface ValueRule {
  readonly expected: string;
  readonly test: (text: string) => boolean;
}

export const ANYTHING: ValueRule = { expected: "anything", test: () => true };

export const TRUE_OR_FALSE: ValueRule = {
  expected: "`true` or `false`",
  test: (text) => /^(?:true|false)$/i.test(text),
};

export function intAtLeast(min: number): ValueRule {
  return { expected: `a whole number of at least ${min}`, test: (text) => (parseInt32(text) ?? min - 1) >= min };
}

export function longAtLeast(min: bigint): ValueRule {
  return { expected: `a whole number of at least ${min}`, test: (text) => (parseInt64(text) ?? min - 1n) >= min };
}

export const WHOLE_NUMBER: ValueRule = { expected: "a whole number", test: (text) => parseInt32(text) !== undefined };

export const NUMBER: ValueRule = { expected: "a number", test: (text) => parseFloat64(text) !== undefined };

export const NUMBER_NOT_NEGATIVE: ValueRule = {
  expected: "a number that is not negative",
  // As on the server, NaN is not below zero.
  test: (text) => !((parseFloat64(text) ?? -1) < 0),
};

export function oneOf(words: readonly string[], compare: "exact" | "any-case" = "exact"): ValueRule {
  return {
    expected: words.map((word) => `\`${word}\``).join(" or "),
    test: (text) => words.includes(compare === "exact" ? text : text.toUpperCase()),
  };
}
