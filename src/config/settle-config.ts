// Turns file, profile, environment and flags into one settled config. Reads files.

import { isSqlUrl } from "../dialect/sql-url.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigFlags, ConfigInputs } from "./config-inputs.ts";
import {
  describeUnknownVariables,
  type RawValue,
  readCqlTrackVariables,
  readVariables,
  variableOf,
} from "./environment.ts";
import { readFileLayers } from "./file-layers.ts";
import { type Layer, type LayerResult, layerOfUrl, layerOfValues } from "./layer.ts";
import { familiesOf, familyOfDialect, mergeLayers } from "./merge-layers.ts";
import { findUnset, settle } from "./settle.ts";

/**
 * The configuration of one command: defaults, file, profile, environment, flags; the last one wins.
 * No target is demanded here: `requireTarget` does that, for the commands that need one.
 * @throws ConfigError with every mistake that was found
 */
export async function settleConfig(inputs: ConfigInputs): Promise<Config> {
  const file = await readFileLayers(inputs);
  const outer = outerLayers(inputs, file.origin.kind === "cql-track");
  const outside = outer.map((result) => result.layer);
  const shared = sharedUrlLayer(inputs, [...file.layers, ...outside]);
  const layers = [...file.layers, ...(shared === undefined ? [] : [shared.layer]), ...outside];
  // The application's URL is only looked at where nobody names another one to tidemark.
  const isShared = !outside.some(({ tree }) => familiesOf(tree).length > 0);
  const mistakes: Diagnostic[] = [
    ...file.mistakes,
    ...findUnset(layers),
    ...(isShared ? (shared?.mistakes ?? []) : []),
    ...outer.flatMap((result) => result.mistakes),
  ];
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  // What the sum of the layers shows is only true when each of them was understood.
  const settled = settle(layers, { ...file, warnings: describeUnknownVariables(inputs.env) });
  if (settled.mistakes.length > 0) throw new ConfigError(settled.mistakes);
  return settled.config;
}

/** The layers of the environment and the flags, the weakest first. */
function outerLayers({ cwd, env, flags }: ConfigInputs, isCqlTrack: boolean): readonly LayerResult[] {
  const results: LayerResult[] = [];
  if (isCqlTrack) results.push(layerOfValues(readCqlTrackVariables(env), "cql-track-environment", cwd));
  const url = variableOf(env, "TIDEMARK_URL");
  if (url !== undefined) results.push(layerOfUrl(url, "`TIDEMARK_URL`", "environment", cwd));
  results.push(layerOfValues(readVariables(env), "environment", cwd));
  if (flags.url !== undefined) results.push(layerOfUrl(flags.url, "`--url`", "flags", cwd));
  results.push(layerOfValues(readFlags(flags), "flags", cwd));
  return results;
}

function readFlags(flags: ConfigFlags): readonly RawValue[] {
  const values: readonly (Omit<RawValue, "value"> & { readonly value: RawValue["value"] | undefined })[] = [
    { name: "--host", path: ["cassandra", "contact_points"], value: flags.host },
    { name: "--port", path: ["cassandra", "port"], value: flags.port },
    { name: "--keyspace", path: ["keyspace"], value: flags.keyspace },
    { name: "--schema", path: ["database", "schema"], value: flags.schema },
    { name: "--shadow-url", path: ["database", "shadow_url"], value: flags.shadowUrl },
    { name: "--dialect", path: ["dialect"], value: flags.dialect },
    { name: "--migrations-dir", path: ["migrations", "directory"], value: flags.migrationsDir },
    { name: "--lock-ttl", path: ["lock", "ttl"], value: flags.lockTtl },
    { name: "--lock-wait", path: ["lock", "wait"], value: flags.lockWait },
    { name: "--agreement", path: ["schema", "agreement"], value: flags.agreement },
    { name: "--tolerate-down", path: ["schema", "tolerate_down"], value: flags.tolerateDown },
    { name: "models", path: ["models"], value: flags.models },
    { name: "sync", path: ["sync"], value: flags.sync },
  ];
  return values.flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
}

/**
 * `DATABASE_URL` belongs to the application, and is often set beside a Cassandra: it counts only where nothing speaks of CQL,
 * and only when it is a URL that tidemark knows.
 */
function sharedUrlLayer({ cwd, env }: ConfigInputs, layers: readonly Layer[]): LayerResult | undefined {
  const url = variableOf(env, "DATABASE_URL");
  if (url === undefined || !isSqlUrl(url)) return undefined;
  const { tree, family } = mergeLayers(layers.map((layer) => layer.tree));
  const isCql =
    family === "cql" || tree.keyspace !== undefined || (tree.dialect && familyOfDialect(tree.dialect) === "cql");
  return isCql ? undefined : layerOfUrl(url, "`DATABASE_URL`", "database-url", cwd);
}
