// Turns one side of a migration into parsed statements and what is wrong with them. Pure.
import type { StatementNode } from "../../cql/ast/statement.ts";
import { parse } from "../../cql/parser/parse.ts";
import { splitCql } from "../../cql/splitter.ts";
import type { Side } from "../../migration/migration.ts";
import { substituteVariables, type Variables, variableAt } from "../../migration/substitute-variables.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { Span } from "../../text/span.ts";

export interface ParsedSide {
  readonly source: Source;
  /** With the values of the variables in it; spans of nodes and mistakes are places in it. */
  readonly text: string;
  readonly nodes: readonly StatementNode[];
  /** In the order of their places. */
  readonly mistakes: readonly Diagnostic[];
  /** The place in the source of a place in the text. */
  locate(span: Span): Span;
}

export function parseSide(side: Side, variables: Variables): ParsedSide {
  const { source } = side;
  const { text, locate } = substituteVariables(side, variables);
  const { statements: nodes, diagnostics } = parse(text);
  const mistakes = withUnsendable(text, nodes, diagnostics).map((diagnostic): Diagnostic => {
    const name = diagnostic.span && variableAt(text, diagnostic.span.start);
    return name === undefined ? diagnostic : { ...diagnostic, hint: `declare ${name} in migrations.variables` };
  });
  const located = ({ start, end }: Span): Span => ({ start: locate(start), end: locate(end) });
  return { source, text, nodes, mistakes, locate: located };
}

export type ParseSide = typeof parseSide;

/** Parses each side once, for several servers: what they take is judged later. */
export function parseSidesOnce(): ParseSide {
  const known = new Map<Side, ParsedSide>();
  return (side, variables) => {
    const parsed = known.get(side) ?? parseSide(side, variables);
    known.set(side, parsed);
    return parsed;
  };
}

/** The index of the statement that a place is in; -1 between statements. */
export function statementAt(nodes: readonly Span[], offset: number): number {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node === undefined || offset < node.start) high = middle - 1;
    else if (offset > node.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/**
 * Adds what a migration may not hold though it parses: bind markers and commands of cqlsh. Where the splitter says
 * something of a statement, it knows better.
 */
function withUnsendable(
  text: string,
  nodes: readonly StatementNode[],
  mistakes: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (mistakes.length === 0 && !nodes.some((node) => mayBeUnsendable(text, node))) return mistakes;
  const { diagnostics } = splitCql({ name: "cql", text });
  const indexOf = ({ span }: Diagnostic): number => (span === undefined ? -1 : statementAt(nodes, span.start));
  const said = new Set(diagnostics.map(indexOf));
  said.delete(-1);
  const others = mistakes.filter((mistake) => !said.has(indexOf(mistake)));
  return [...others, ...diagnostics].sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
}

function mayBeUnsendable(text: string, { kind, start, end }: StatementNode): boolean {
  switch (kind) {
    case "describe":
      return true;
    case "select":
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "batch":
      return /[?:]/.test(text.slice(start, end));
    default:
      return false;
  }
}
