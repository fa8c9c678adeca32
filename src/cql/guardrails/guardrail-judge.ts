// Holds numbers, switches and names against the guardrails, and collects what these say. Pure but for the collecting.
import type { Span } from "../../text/span.ts";
import { type Capabilities, since } from "../capabilities.ts";
import type { CassandraRelease } from "../cassandra-release.ts";
import {
  type GuardrailHit,
  type Guardrails,
  PROPERTY_LISTS,
  type PropertyListName,
  SWITCHES,
  type SwitchName,
  THRESHOLDS,
  type Threshold,
  type ThresholdName,
  WARNING_SWITCHES,
  type WarningSwitchName,
} from "./guardrails.ts";

export interface GuardrailJudge {
  readonly hits: readonly GuardrailHit[];
  /** Whether anything is said of this number. */
  knows(threshold: Threshold): boolean;
  /** @param what the statement would make: "table `t` would have 12 columns" */
  limit(threshold: Threshold, value: number, span: Span, what: string): void;
  /**
   * Whether the switch lets it pass.
   * @param what the statement does: "it drops a table"
   */
  allow(name: SwitchName, span: Span, what: string): boolean;
  discourage(name: WarningSwitchName, span: Span, what: string): void;
  isListed(list: PropertyListName, property: string): boolean;
  property(list: PropertyListName, property: string, span: Span): void;
}

const PROPERTY_VERBS: Readonly<Record<PropertyListName, (property: string) => string>> = {
  table_properties_warned: (property) => `warns roles that are no superuser of \`${property}\``,
  table_properties_ignored: (property) => `leaves \`${property}\` out for roles that are no superuser`,
  table_properties_disallowed: (property) => `refuses \`${property}\` to roles that are no superuser`,
};

export function beginJudging(guardrails: Guardrails, capabilities: Capabilities): GuardrailJudge {
  const hits: GuardrailHit[] = [];
  const has = (release: CassandraRelease): boolean => since(capabilities, release);
  const limitOf = (name: ThresholdName, threshold: Threshold): number =>
    has(THRESHOLDS[threshold]) ? (guardrails[name] ?? -1) : -1;
  const isListed = (list: PropertyListName, property: string): boolean =>
    has(PROPERTY_LISTS[list]) && (guardrails[list] ?? []).some((each) => each.toLowerCase() === property);
  return {
    hits,
    isListed,
    knows: (threshold) =>
      limitOf(`${threshold}_warn_threshold`, threshold) > 0 || limitOf(`${threshold}_fail_threshold`, threshold) > 0,
    limit(threshold, value, span, what) {
      for (const level of ["fail", "warn"] as const) {
        const guardrail = `${threshold}_${level}_threshold` as const;
        const limit = limitOf(guardrail, threshold);
        const isPassed = threshold === "minimum_replication_factor" ? value < limit : value > limit;
        if (limit <= 0 || !isPassed) continue;
        hits.push({ guardrail, level, span, message: say(`\`${guardrail}\` (${limit})`, level, what) });
        return;
      }
    },
    allow(guardrail, span, what) {
      if (guardrails[guardrail] !== false || !has(SWITCHES[guardrail])) return true;
      hits.push({ guardrail, level: "fail", span, message: say(`\`${guardrail}: false\``, "fail", what) });
      return false;
    },
    discourage(guardrail, span, what) {
      if (guardrails[guardrail] !== true || !has(WARNING_SWITCHES[guardrail])) return;
      hits.push({ guardrail, level: "warn", span, message: say(`\`${guardrail}\``, "warn", what) });
    },
    property(list, property, span) {
      if (!isListed(list, property)) return;
      const level = list === "table_properties_disallowed" ? "fail" : "warn";
      hits.push({
        guardrail: list,
        level,
        span,
        message: `the guardrail \`${list}\` ${PROPERTY_VERBS[list](property)}`,
      });
    },
  };
}

function say(guardrail: string, level: GuardrailHit["level"], what: string): string {
  const verb = level === "fail" ? "refuses this to roles that are no superuser" : "warns roles that are no superuser";
  return `the guardrail ${guardrail} ${verb}: ${what}`;
}
