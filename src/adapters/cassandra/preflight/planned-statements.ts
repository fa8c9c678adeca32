// Steps → the statements that they hold, parsed. What is not understood is left out: nothing is known of it. Pure.
import type { StatementNode } from "../../../cql/ast/statement.ts";
import { parse } from "../../../cql/parser/parse.ts";
import type { StatementStep } from "../../../plan/plan.ts";

export interface PlannedStatement {
  readonly step: StatementStep;
  readonly statement: StatementNode;
  readonly keyspace: string;
  /** Whether no statement before it is one that may change, unseen, what is there or what the role may do. */
  readonly isForeseen: boolean;
}

export function parseSteps(steps: readonly StatementStep[]): readonly PlannedStatement[] {
  let isForeseen = true;
  const planned: PlannedStatement[] = [];
  for (const step of steps) {
    const { statements, diagnostics } = parse(step.text);
    const [statement] = statements;
    const isParsed = statement !== undefined && diagnostics.length === 0;
    if (isParsed) planned.push({ step, statement, keyspace: step.keyspace, isForeseen });
    if (!isParsed || statement.kind === "opaque" || step.effect === "access") isForeseen = false;
  }
  return planned;
}

/** "migrations/V002__x.cql:3" */
export function placeOf({ step }: PlannedStatement): string {
  return `${step.file}:${step.line}`;
}
