// A version of Cassandra → all that this machine needs to start it: a Java, the jars, the place of the class archive.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { assert } from "../base/assert.ts";
import { ensureJars } from "./jars.ts";
import { findJava, type Java } from "./java.ts";
import { type ReleaseLine, releaseLineOf } from "./release-line.ts";
import type { SandboxSpec } from "./sandbox-spec.ts";

export interface PreparedServer {
  readonly line: ReleaseLine;
  readonly java: Java;
  readonly jars: readonly string[];
  /** Beside the jars, one for each Java. */
  readonly archiveFile: string;
  readonly hasArchive: boolean;
}

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Throws `ToolError` "sandbox-failed" when there is no fitting Java, or the jars cannot be had. */
export async function prepareServer(
  { version, java: chosen }: Pick<SandboxSpec, "version" | "java">,
  options: PrepareOptions,
): Promise<PreparedServer> {
  const line = releaseLineOf(version);
  assert(line !== undefined, "a settled spec names a version that is known");
  const java = await findJava({ versions: line.javaVersions, server: `Cassandra ${version}`, chosen });
  const jars = await ensureJars({ version, line, ...options });
  const [first] = jars;
  assert(first !== undefined, "a fetched version has jars");
  const javaHash = createHash("sha256").update(java.description).digest("hex").slice(0, 16);
  const archiveFile = join(dirname(dirname(first)), `classes-${javaHash}.jsa`);
  return { line, java, jars, archiveFile, hasArchive: existsSync(archiveFile) };
}
