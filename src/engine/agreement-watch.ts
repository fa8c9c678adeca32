// Waits until the nodes agree, and tells which of them that was reached without: once, until they are others.
import type { EmitEvent } from "./event.ts";
import type { AbsentNode, Target } from "./ports.ts";

export interface AgreementWatch {
  /** Returns once the nodes agree. @throws ToolError "agreement-not-reached" */
  reached(): Promise<void>;
  /** Whom it was reached without, the last time. */
  absent(): readonly AbsentNode[];
}

export function watchAgreement(target: Target, emit: EmitEvent): AgreementWatch {
  let absent: readonly AbsentNode[] = [];
  return {
    async reached() {
      const before = namesOf(absent);
      ({ absent } = await target.awaitAgreement());
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
