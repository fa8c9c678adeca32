// The archive of the classes that a server loads at its start (the JVM's class data sharing): made once in the cache, it takes about
// a third off each later start. A JVM that finds it unfit starts without it.
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { killAndWait, spawnBound } from "./child-process.ts";
import { cacheDirectory } from "./places.ts";
import type { PreparedServer } from "./prepared-server.ts";
import { PARTIAL_INFIX, removeStalePartials } from "./stale-partials.ts";

const CLASS_LIST = "classes.txt";

/** A node uses the archive, or notes what belongs in it. */
export function archiveFlagsOf(server: PreparedServer, nodeDirectory: string): readonly string[] {
  return server.hasArchive
    ? [`-XX:SharedArchiveFile=${server.archiveFile}`]
    : [`-XX:DumpLoadedClassList=${join(nodeDirectory, CLASS_LIST)}`];
}

/** Works from the notes of a node that is ready, with low priority (about 8 s); ends early, with nothing left, when the signal aborts. */
export async function makeArchive(server: PreparedServer, nodeDirectory: string, signal: AbortSignal): Promise<void> {
  if (server.hasArchive) return;
  await removeStalePartials();
  // Beside the versions, where a later sweep finds it; the sandbox's name is random, also across machines that share a cache.
  const partial = join(cacheDirectory(), `classes${PARTIAL_INFIX}${basename(dirname(nodeDirectory))}`);
  const classList = join(nodeDirectory, "archived.txt");
  const noted = await readFile(join(nodeDirectory, CLASS_LIST), "utf8");
  await writeFile(classList, noted.slice(0, noted.lastIndexOf("\n") + 1)); // the node may be writing its next line
  const flags = ["-Xshare:dump", "-XX:+UseSerialGC", "-XX:-UsePerfData", `-XX:SharedClassListFile=${classList}`];
  const java = [server.java.command, ...flags, `-XX:SharedArchiveFile=${partial}`, "-cp", server.jars.join(":")];
  const child = await spawnBound("nice", ["-n", "19", ...java], { cwd: nodeDirectory, stdio: "ignore" });
  const kill = (): void => void killAndWait(child);
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("exit", resolve);
      child.once("error", reject);
    });
    if (code === 0) await rename(partial, server.archiveFile);
  } finally {
    signal.removeEventListener("abort", kill);
    await rm(partial, { force: true });
  }
}
