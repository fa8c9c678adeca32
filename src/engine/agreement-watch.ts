// Waits until the nodes agree, and tells which of them that was reached without: once, until they are others.
import type { EmitEvent } from "./event.ts";
import type { AbsentNode, Runtime, Target } from "./ports.ts";

export interface AgreementWatch {
  /** Returns once the nodes agree. @throws ToolError "agreement-not-reached" */
  reached(): Promise<void>;
  /** Whom it was reached without, the last time. */
  absent(): readonly AbsentNode[];
}

const REPORT_AFTER_MS = 3_000;
const REPORT_EVERY_MS = 10_000;

export function watchAgreement(target: Target, runtime: Runtime, emit: EmitEvent): AgreementWatch {
  let absent: readonly AbsentNode[] = [];

  async function report(reached: AbortSignal): Promise<void> {
    const startedMs = runtime.monotonicMs();
    for (let pauseMs = REPORT_AFTER_MS; ; pauseMs = REPORT_EVERY_MS) {
      await runtime.sleep(pauseMs, reached);
      if (reached.aborted) return;
      emit({ kind: "waiting-for-agreement", waitedMs: runtime.monotonicMs() - startedMs });
    }
  }

  return {
    async reached() {
      const before = namesOf(absent);
      const end = new AbortController();
      void report(end.signal);
      try {
        ({ absent } = await target.awaitAgreement());
      } finally {
        end.abort();
      }
      if (namesOf(absent) !== before) emit({ kind: "nodes-absent", nodes: absent });
    },
    absent: () => absent,
  };
}

function namesOf(nodes: readonly AbsentNode[]): string {
  return nodes.map(({ address, reason }) => `${address} ${reason}`).join();
}

/** For people: "127.0.0.3 (did not answer within 3 s)". */
export function describeAbsent({ address, problem, reason }: AbsentNode): string {
  const word = reason === "coordinator" ? ", for which the coordinator's word is taken" : "";
  return `${address} (${problem})${word}`;
}
