// The outcome of a statement that a guard may have kept from doing anything: a failure where it has hidden another definition.

import { hiddenByGuard } from "../../dialect/hidden-by-guard.ts";
import type { StepOutcome } from "../../engine/ports.ts";
import { readGuardedCreate } from "../../sql/look/guarded-create.ts";
import { compareHidden } from "./compare-hidden.ts";
import type { SqlConnection } from "./connection.ts";
import { failedOutcome } from "./outcome.ts";
import { untriedWarning } from "./send-watched.ts";

/** Right after the statement, in the transaction that is open. */
export async function judgeHidden(connection: SqlConnection, text: string, outcome: StepOutcome): Promise<StepOutcome> {
  const guarded = outcome.kind === "done" && outcome.hasChanged === false ? readGuardedCreate(text) : undefined;
  if (guarded === undefined || outcome.kind !== "done") return outcome;
  const seen = await compareHidden(connection, guarded);
  switch (seen.kind) {
    case "same":
      return outcome;
    case "different":
      return { kind: "failed", ...hiddenByGuard(seen.differences) };
    case "untried":
      return { ...outcome, warnings: [...outcome.warnings, untriedWarning(guarded, seen.reason)] };
    case "failed":
      return failedOutcome(seen.failure, "", "");
  }
}
