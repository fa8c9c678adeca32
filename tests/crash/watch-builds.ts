// A target that holds whoever uses it to the order of things: no migration is recorded as applied before this run has seen its
// indexes built, whoever made them.
import assert from "node:assert/strict";
import type { Target } from "../../src/engine/ports.ts";

/** @param hasIndexes of a migration, by its version */
export function watchBuilds(target: Target, hasIndexes: (version: string) => boolean): Target {
  const { store } = target;
  let areBuilt = false;
  return {
    ...target,
    async execute(step, options) {
      areBuilt = false;
      return target.execute(step, options);
    },
    async readBuilds(steps, without) {
      const builds = await target.readBuilds(steps, without);
      areBuilt = builds.every(({ kind }) => kind === "built");
      return builds;
    },
    store: {
      ...store,
      async write(owner, change) {
        const applied = (change.events ?? []).filter(({ kind }) => kind === "applied");
        const unbuilt = applied.find(({ version }) => !areBuilt && hasIndexes(version));
        assert.equal(unbuilt?.version, undefined, "a migration is recorded before its indexes are built");
        return store.write(owner, change);
      },
    },
  };
}
