// The parts of the CQL grammar that not every server has, and since when. Data, pure.
import type { Capabilities } from "./capabilities.ts";
import { type CassandraRelease, since } from "./capabilities.ts";

interface FeatureFacts {
  /** For people: "`IF EXISTS` in ALTER". */
  readonly name: string;
  /** The first release of Cassandra; undefined when it has it in none. */
  readonly cassandra: CassandraRelease | undefined;
  readonly scylla: boolean;
}

export type SyntaxFeature = "guarded-alter" | "masking" | "vector-type" | "describe" | "using-timeout";

const FEATURES: Readonly<Record<SyntaxFeature, FeatureFacts>> = {
  "guarded-alter": { name: "`IF [NOT] EXISTS` in ALTER", cassandra: "4.1", scylla: false },
  masking: { name: "`MASKED WITH`", cassandra: "5.0", scylla: false },
  "vector-type": { name: "the type `vector`", cassandra: "5.0", scylla: true },
  describe: { name: "DESCRIBE", cassandra: "4.0", scylla: true },
  "using-timeout": { name: "`USING TIMEOUT`", cassandra: undefined, scylla: true },
};

/** The part of the grammar in words. */
export function nameOfFeature(feature: SyntaxFeature): string {
  return FEATURES[feature].name;
}

export function supportsSyntax(capabilities: Capabilities, feature: SyntaxFeature): boolean {
  const facts = FEATURES[feature];
  if (capabilities.product === "scylla") return facts.scylla;
  return facts.cassandra !== undefined && since(capabilities, facts.cassandra);
}
