// Steps → the statements that they hold, parsed. What is not understood is left out: nothing is known of it. Pure.
import type { StatementNode } from "../../../cql/ast/statement.ts";
import { parse } from "../../../cql/parser/parse.ts";
import type { Step } from "../../../plan/plan.ts";

export interface PlannedStatement {
  readonly step: Step;
  readonly statement: StatementNode;
  readonly keyspace: string;
}

export function parseSteps(steps: readonly Step[]): readonly PlannedStatement[] {
  return steps.flatMap((step) => {
    const { statements, diagnostics } = parse(step.text);
    const [statement] = statements;
    return statement === undefined || diagnostics.length > 0 ? [] : [{ step, statement, keyspace: step.keyspace }];
  });
}

/** "migrations/V002__x.cql:3" */
export function placeOf({ step }: PlannedStatement): string {
  return `${step.file}:${step.line}`;
}
