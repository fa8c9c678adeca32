// Who runs the server: PostgreSQL refuses root, so that root starts it as somebody without rights.

import { readFileSync } from "node:fs";
import { chown } from "node:fs/promises";

/** Empty: whoever we are. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

export function findServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith("nobody:"));
  const [, , uid, gid] = (line ?? "").split(":");
  if (uid === undefined) throw new Error("PostgreSQL does not run as root, and there is no user `nobody`");
  return { uid: Number(uid), gid: Number(gid) };
}

export async function giveTo({ uid, gid }: ServerUser, ...paths: readonly string[]): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}
