// Turns phases, which know one thing through every await, into scopes, which know a chain of them. Pure.
import type { SessionScopes } from "../../sql/session/open-session.ts";
import type { Phase, Phases } from "./code-tools.ts";

interface Link {
  readonly scope: object;
  readonly outer: Link | undefined;
}

export function scopesOver(phases: Phases): SessionScopes {
  const links = new WeakMap<Phase, Link>();

  function current(): Link | undefined {
    const phase = phases.current();
    return phase && links.get(phase);
  }

  return {
    run(scope, work) {
      const phase: Phase = { name: "", isOver: false };
      links.set(phase, { scope, outer: current() });
      return phases.run(phase, work);
    },
    isWithin(scope) {
      for (let link = current(); link !== undefined; link = link.outer) if (link.scope === scope) return true;
      return false;
    },
  };
}
