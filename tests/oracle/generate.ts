// Makes statements from the grammar: every alternative of every rule in its turn. Pure but for the counts it keeps.
import { ACCESS_GRAMMAR } from "./access-grammar.ts";
import type { Choice } from "./choice.ts";
import { DDL_GRAMMAR } from "./ddl-grammar.ts";
import { DML_GRAMMAR } from "./dml-grammar.ts";
import { type GrammarNode, parseGrammar, shortestDepths } from "./grammar.ts";
import { joinTokens } from "./join-tokens.ts";
import { LEXICAL } from "./lexical.ts";

const DEPTH_MAX = 10;
const TAKEN_MIN = 5;
/** A rule that is not the one asked for now and then stands in its place; see `makeOdd`. */
const ODD_PROBABILITY = 0.04;

const GRAMMAR = parseGrammar(DDL_GRAMMAR, DML_GRAMMAR, ACCESS_GRAMMAR);
const RULES: readonly string[] = [...GRAMMAR.keys()];
const depthOf = shortestDepths(GRAMMAR);

/** The rules that are statements, one after another in a corpus. */
export const STATEMENT_RULES: readonly string[] = RULES.filter((rule) =>
  /^(create|alter|drop|grant|list|add|select$|insert$|update$|delete$|batch$|use$|truncate$|describe$)(-[a-z]+)?$/.test(
    rule,
  ),
).filter((rule) => !rule.endsWith("-action"));

export interface Generator {
  /** A statement of this rule that the grammar takes. */
  readonly make: (rule: string) => string;
  /** A statement where now and then another rule stands than the one that should. */
  readonly makeOdd: (rule: string) => string;
  /** Alternatives that were never taken, as "rule: number", and options never taken or never left out. */
  readonly untaken: () => readonly string[];
}

export function createGenerator(choice: Choice): Generator {
  const counts = new Map<GrammarNode, number[]>();
  let oddProbability = 0;

  const countsOf = (node: GrammarNode, length: number): number[] => {
    const known = counts.get(node);
    if (known !== undefined) return known;
    const fresh = Array<number>(length).fill(0);
    counts.set(node, fresh);
    return fresh;
  };
  const choose = (node: GrammarNode, items: readonly GrammarNode[], depth: number): number => {
    const taken = countsOf(node, items.length);
    const deepest = Math.max(DEPTH_MAX - depth, Math.min(...items.map(depthOf)));
    // What was hardly taken is taken however deep it goes.
    const isFitting = (item: GrammarNode, index: number): boolean =>
      (taken[index] ?? 0) < TAKEN_MIN || depthOf(item) <= deepest;
    const fitting = items.flatMap((item, index) => (isFitting(item, index) ? [index] : []));
    const least = Math.min(...fitting.map((index) => taken[index] ?? 0));
    const index = choice.isLikely(0.5)
      ? choice.of(fitting.filter((each) => taken[each] === least))
      : choice.of(fitting);
    taken[index] = (taken[index] ?? 0) + 1;
    return index;
  };
  const repeatCount = (node: GrammarNode, isOptional: boolean, depth: number): number => {
    const taken = countsOf(node, 2);
    const probability = depth > DEPTH_MAX / 2 ? 0.15 : 0.4;
    let count = taken[1] === 0 ? 1 : 0;
    while (taken[0] !== 0 && count < (isOptional ? 1 : 4) && choice.isLikely(probability)) count++;
    const slot = count === 0 ? 0 : 1;
    taken[slot] = (taken[slot] ?? 0) + 1;
    return count;
  };
  const expand = (node: GrammarNode, depth: number): readonly string[] => {
    switch (node.kind) {
      case "token":
        return [node.text];
      case "lexical":
        return lexical(node.name)(choice, (rule) => expand({ kind: "rule", name: rule }, depth + 1));
      case "rule": {
        const isOdd = oddProbability > 0 && choice.isLikely(oddProbability);
        return expand(ruleOf(isOdd ? choice.of(RULES) : node.name), depth + 1);
      }
      case "sequence":
        return node.items.flatMap((item) => expand(item, depth));
      case "choice":
        return expand(node.items[choose(node, node.items, depth)] as GrammarNode, depth);
      case "optional":
      case "repeat":
        return Array.from({ length: repeatCount(node, node.kind === "optional", depth) }, () =>
          expand(node.item, depth),
        ).flat();
    }
  };
  const make = (rule: string): string => joinTokens(expand(ruleOf(rule), 0), choice);
  return {
    make: (rule) => {
      oddProbability = 0;
      return make(rule);
    },
    makeOdd: (rule) => {
      oddProbability = ODD_PROBABILITY;
      return make(rule);
    },
    untaken: () => RULES.flatMap((rule) => untakenIn(rule, ruleOf(rule), counts)),
  };
}

function ruleOf(name: string): GrammarNode {
  const node = GRAMMAR.get(name);
  if (node === undefined) throw new Error(`\`${name}\` is no rule`);
  return node;
}

function lexical(name: string): (typeof LEXICAL)[string] {
  const found = LEXICAL[name];
  if (found === undefined) throw new Error(`\`%${name}\` is no token`);
  return found;
}

function untakenIn(
  rule: string,
  node: GrammarNode,
  counts: ReadonlyMap<GrammarNode, readonly number[]>,
): readonly string[] {
  switch (node.kind) {
    case "token":
    case "lexical":
    case "rule":
      return [];
    case "sequence":
      return node.items.flatMap((item) => untakenIn(rule, item, counts));
    case "choice":
      return [...untakenOf(rule, node, counts), ...node.items.flatMap((item) => untakenIn(rule, item, counts))];
    case "optional":
    case "repeat":
      return [...untakenOf(rule, node, counts), ...untakenIn(rule, node.item, counts)];
  }
}

function untakenOf(
  rule: string,
  node: GrammarNode,
  counts: ReadonlyMap<GrammarNode, readonly number[]>,
): readonly string[] {
  const taken = counts.get(node);
  if (taken === undefined) return [`${rule}: ${node.kind}`];
  return taken.flatMap((count, index) => (count === 0 ? [`${rule}: ${node.kind} ${index}`] : []));
}
