// Counts the conditional writes of this process whose outcome no server told, by looking at the driver's answers.
import cassandra from "cassandra-driver";
import { readFailure } from "../../src/adapters/cassandra/failure.ts";

export interface ConditionalWrites {
  readonly sent: number;
  readonly unanswered: number;
}

type Method = (...args: unknown[]) => Promise<unknown>;

/** For the length of `use`; one at a time. */
export async function countConditionalWrites(use: () => Promise<void>): Promise<ConditionalWrites> {
  const prototype = cassandra.Client.prototype as unknown as Record<"execute" | "batch", Method>;
  const { execute, batch } = prototype;
  let sent = 0;
  let unanswered = 0;
  const watch = (method: Method): Method =>
    async function watched(this: unknown, ...args) {
      const isConditional = args.some(namesSerialConsistency);
      if (isConditional) sent += 1;
      try {
        return await method.apply(this, args);
      } catch (error) {
        if (isConditional && readFailure(error).kind === "unknown") unanswered += 1;
        throw error;
      }
    };
  prototype.execute = watch(execute);
  prototype.batch = watch(batch);
  try {
    await use();
  } finally {
    Object.assign(prototype, { execute, batch });
  }
  return { sent, unanswered };
}

/** Among the options of a statement; only conditional ones have it. */
function namesSerialConsistency(option: unknown): boolean {
  return typeof option === "object" && option !== null && "serialConsistency" in option;
}
