// What the nodes hold → whether they agree, and without whom. Pure.
import type { NodeSchema } from "./node-schema.ts";

export type Verdict =
  /** `missing`: nodes that did not count, within what is tolerated. */
  | { readonly kind: "agreed"; readonly missing: readonly NodeSchema[] }
  | { readonly kind: "not-yet" }
  /** Waiting is of no use: too many nodes are down or joining, or the nodes run different releases. */
  | { readonly kind: "hopeless" };

/**
 * All nodes of which something is known must hold one schema version, and run one release: releases compute the version of one
 * schema differently, and a schema change must not meet a half upgraded cluster.
 * @param tolerated how many may be unknown
 */
export function judgeAgreement(nodes: readonly NodeSchema[], tolerated: number): Verdict {
  const missing = nodes.filter(({ source }) => source === "nobody");
  const known = nodes.filter(({ source }) => source !== "nobody");
  const [first] = known;
  if (missing.length > tolerated && missing.some(({ away }) => away !== undefined)) return { kind: "hopeless" };
  const answering = known.filter(({ source }) => source === "itself");
  if (new Set(answering.map(({ releaseVersion }) => releaseVersion)).size > 1) return { kind: "hopeless" };
  const isOne =
    first?.schemaVersion !== undefined &&
    known.every(
      ({ schemaVersion, releaseVersion }) =>
        schemaVersion === first.schemaVersion && releaseVersion === first.releaseVersion,
    );
  return isOne && missing.length <= tolerated ? { kind: "agreed", missing } : { kind: "not-yet" };
}
