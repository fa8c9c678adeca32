// A target that holds whoever uses it to the order of things: no statement is sent, and no migration recorded as settled,
// before the nodes agreed on what was done until then, by this run or one before it.
import assert from "node:assert/strict";
import type { Target } from "../../src/engine/ports.ts";

/** @param hasSchemaSteps of a migration, by its version: only what changes the schema is to be agreed on. */
export function watchAgreement(target: Target, hasSchemaSteps: (version: string) => boolean): Target {
  const { store } = target;
  let isAgreed = false;
  return {
    ...target,
    async execute(step, options) {
      const isConcerned = step.effect === "schema" || step.effect === "data";
      assert.ok(isAgreed || !isConcerned, `${step.text} is sent before the nodes agree`);
      if (step.effect === "schema") isAgreed = false;
      return target.execute(step, options);
    },
    async awaitAgreement() {
      const agreement = await target.awaitAgreement();
      isAgreed = true;
      return agreement;
    },
    store: {
      ...store,
      async write(owner, change) {
        const settled = (change.events ?? []).filter(({ kind }) => kind !== "failed");
        const unsettled = settled.find(({ version }) => !isAgreed && hasSchemaSteps(version));
        assert.equal(unsettled?.version, undefined, "a migration is recorded before the nodes agree");
        return store.write(owner, change);
      },
    },
  };
}
