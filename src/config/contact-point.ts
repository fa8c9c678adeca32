// Turns "host", "host:port", "[::1]:port" into a contact point. Pure.
import type { ContactPointTree } from "./config-tree.ts";

/** Undefined when the text is none of these, or the port is not from 1 to 65535. */
export function parseContactPoint(text: string): ContactPointTree | undefined {
  const match = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) return undefined;
  if (match?.[3] === undefined) return { host };
  const port = Number(match[3]);
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}
