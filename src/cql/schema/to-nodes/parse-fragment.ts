// Turns the pieces of CQL that a schema keeps as text into nodes. Pure.
import { assert } from "../../../base/assert.ts";
import type { IndexTargetNode } from "../../ast/ddl.ts";
import type { Relation } from "../../ast/relation.ts";
import type { Term } from "../../ast/term.ts";
import { parse } from "../../parser/parse.ts";

/** The condition of a view, relations joined by AND; undefined for what is no CQL. */
export function parseWhere(where: string): readonly Relation[] | undefined {
  const { statements, diagnostics } = parse(`SELECT * FROM t WHERE ${where}`);
  const [node] = statements;
  return diagnostics.length > 0 || statements.length !== 1 || node?.kind !== "select" ? undefined : node.where;
}

/** A single value, as servers hold it; undefined for what is no CQL. */
export function parseValue(text: string): Term | undefined {
  const { statements, diagnostics } = parse(`INSERT INTO t (c) VALUES (${text})`);
  const [node] = statements;
  if (diagnostics.length > 0 || statements.length !== 1 || node?.kind !== "insert") return undefined;
  return node.values.length === 1 ? node.values[0] : undefined;
}

/** Arguments of a mask. */
export function parseTerms(terms: readonly string[]): readonly Term[] {
  if (terms.length === 0) return [];
  const columns = terms.map((_, index) => `c${index}`).join(", ");
  const node = parse(`INSERT INTO t (${columns}) VALUES (${terms.join(", ")})`).statements[0];
  assert(node?.kind === "insert", `values in a schema are CQL: ${terms.join(", ")}`);
  return node.values;
}

/** The columns of a custom index; undefined for what is none such list. */
export function parseTargets(targets: string): readonly IndexTargetNode[] | undefined {
  const node = parse(`CREATE CUSTOM INDEX ON t (${targets}) USING ''`).statements[0];
  return node?.kind === "create-index" ? node.targets : undefined;
}
