// A lease holder for people. Pure.
import type { LeaseHeld } from "./ports.ts";

/** "ann@build-7 (migrate, process 4711)" */
export function describeHolder(lease: LeaseHeld): string {
  const { holder } = lease;
  if (holder === undefined) return "another runner";
  return `${holder.by}@${holder.host} (${holder.command}, process ${holder.pid})`;
}
