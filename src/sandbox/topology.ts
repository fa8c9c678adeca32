// How many nodes in which data centres → where each node stands: its data centre, its token, what tells it so. Pure.
import { pathToFileURL } from "node:url";
import type { SandboxSpec } from "./sandbox-spec.ts";

/** What a node of SimpleSnitch says; so does one of a sandbox whose data centres nobody has named. */
const ONLY_DATACENTER = "datacenter1";
const RACK = "rack1";
/** More than what the rounding of even tokens may be off, and nothing beside the shares. */
const DATACENTER_OFFSET = 100n;

/** The file by which a node knows where it stands, in its directory. */
export const RACK_FILE = "cassandra-rackdc.properties";

export interface RingPlace {
  readonly datacenter: string;
  /** Undefined when the node owns the whole ring. */
  readonly initialToken: bigint | undefined;
}

/**
 * One place a node, data centre by data centre in the order given. NetworkTopologyStrategy walks the ring of each data centre
 * alone, so the tokens are even within each; one more on a token that is taken would not start.
 */
export function placeNodes({ nodeCount, datacenters }: Pick<SandboxSpec, "nodeCount" | "datacenters">): RingPlace[] {
  const counts = Object.entries(datacenters ?? { [ONLY_DATACENTER]: nodeCount });
  return counts.flatMap(([datacenter, count], index) =>
    evenTokens(count).map((token) => ({
      datacenter,
      initialToken: nodeCount === 1 ? undefined : token + DATACENTER_OFFSET * BigInt(index),
    })),
  );
}

/** Tokens that give each of `count` nodes the same share of the Murmur3 ring. */
export function evenTokens(count: number): readonly bigint[] {
  const smallest = -(2n ** 63n);
  return Array.from({ length: count }, (_, index) => smallest + (2n ** 64n / BigInt(count)) * BigInt(index));
}

/** The text of that file, as GossipingPropertyFileSnitch of Cassandra 3.11 to 5.0 reads it (SnitchProperties.java). */
export function rackProperties(datacenter: string): string {
  return `dc=${datacenter}\nrack=${RACK}\n`;
}

/** What makes a node read that file: keys of its cassandra.yaml, and system properties. */
export interface RackSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly systemProperties: Readonly<Record<string, string>>;
}

export function rackSettings(directory: string): RackSettings {
  return {
    settings: { endpoint_snitch: "GossipingPropertyFileSnitch" },
    systemProperties: { [RACK_FILE]: pathToFileURL(`${directory}/${RACK_FILE}`).href },
  };
}
