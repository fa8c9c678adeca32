// What a replay says of one side → what that is to whoever verifies it. Pure.
import type { CarriedOut, ReplayProblem } from "../engine/replay.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { CarriedSide } from "./scratch.ts";

/** @param kinds what of it the server would refuse for certain; the rest is worth a note */
export function readCarriedSide(
  { problems, doubts }: Pick<CarriedOut, "problems" | "doubts">,
  kinds: readonly ReplayProblem["kind"][],
): CarriedSide {
  const isRefusal = ({ kind }: ReplayProblem): boolean => kinds.includes(kind);
  const [first] = problems.filter(isRefusal);
  // Code that had no rows may have failed for want of them.
  if (first !== undefined && doubts.length > 0) {
    return { refusals: [], notes: [], unknown: `it reads rows, and there are none here: ${first.message}` };
  }
  const notes = problems.filter((problem) => !isRefusal(problem)).map(asNote);
  const isPartial = problems.some(({ kind }) => kind === "elsewhere" || kind === "unknown");
  return {
    refusals: problems.filter(isRefusal),
    notes: [...notes, ...doubts.map((message) => ({ message }))],
    isPartial,
  };
}

function asNote({ kind, message, ...rest }: ReplayProblem): Diagnostic {
  const words = {
    refused: "refused",
    rows: "refused, which may be otherwise where there are rows",
    unknown: "left out",
  };
  return kind === "elsewhere"
    ? { ...rest, message: `left out, for no file makes what it needs in another keyspace: ${message}` }
    : { ...rest, message: `${words[kind]}: ${message}` };
}
