// Turns what was found in one migration for each of several servers into one list. Pure.
import type { Finding } from "./finding.ts";

export interface ServerFindings {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** What rule, place and message make the same is one finding; it names the servers that it holds for when those are not all. */
export function mergeFindings(servers: readonly ServerFindings[]): readonly Finding[] {
  const [only] = servers;
  if (only !== undefined && servers.length === 1) return only.findings;
  const merged = new Map<string, { readonly finding: Finding; readonly names: Set<string> }>();
  for (const { name, findings } of servers) {
    for (const finding of findings) {
      const { rule, source, span, message } = finding;
      const key = JSON.stringify([rule, source.name, span?.start, span?.end, message]);
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { finding, names: new Set([name]) });
      else known.names.add(name);
    }
  }
  return [...merged.values()].map(({ finding, names }) =>
    names.size === servers.length ? finding : { ...finding, servers: [...names] },
  );
}
