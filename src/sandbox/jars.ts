// A version of Cassandra → its jars in the cache, fetched with Maven the first time.
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ToolError } from "../base/errors.ts";
import { killAndWait, spawnBound } from "./child-process.ts";
import { cacheDirectory } from "./places.ts";
import type { ReleaseLine } from "./release-line.ts";
import { PARTIAL_INFIX, removeStalePartials } from "./stale-partials.ts";

export interface JarsOptions {
  readonly version: string;
  readonly line: ReleaseLine;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * The paths of the jars, in an order that stays. Two that fetch at once each work in a directory of their own; the first to rename it
 * into place wins. Throws `ToolError` "sandbox-failed".
 */
export async function ensureJars(options: JarsOptions): Promise<readonly string[]> {
  const place = join(cacheDirectory(), options.version);
  const present = await listJars(join(place, "lib"));
  if (present.length > 0) return present;
  options.onProgress(`fetching the jars of Cassandra ${options.version} from Maven (about 70 MB, once)`);
  await mkdir(cacheDirectory(), { recursive: true });
  await removeStalePartials();
  const partial = await mkdtemp(`${place}${PARTIAL_INFIX}`);
  try {
    await fetchJars(partial, options);
    await rename(partial, place).catch(async (error: NodeJS.ErrnoException) => {
      const isThere = error.code === "ENOTEMPTY" || error.code === "EEXIST";
      if (!isThere) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return listJars(join(place, "lib"));
}

async function listJars(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => name.endsWith(".jar"))
    .sort()
    .map((name) => join(directory, name));
}

async function fetchJars(directory: string, options: JarsOptions): Promise<void> {
  await writeFile(join(directory, "pom.xml"), pom(options));
  const maven = await spawnBound(
    "mvn",
    [
      "-q",
      "-B",
      "dependency:copy-dependencies",
      `-DoutputDirectory=${join(directory, "lib")}`,
      "-DincludeScope=runtime",
    ],
    { cwd: directory, stdio: ["ignore", "pipe", "pipe"] },
  );
  const end = await waitForEnd(maven, options.signal);
  options.signal.throwIfAborted();
  if (end.kind === "missing") {
    throw new ToolError("sandbox-failed", "fetching Cassandra needs Maven (`mvn`), which is not installed", {
      hint: "install it (Debian, Ubuntu: `apt-get install maven`; macOS: `brew install maven`)",
    });
  }
  if (end.code === 0 && (await listJars(join(directory, "lib"))).length > 0) return;
  const [reason] = end.output.split("\n").filter((line) => line.includes("ERROR") && line.length > 10);
  throw new ToolError("sandbox-failed", `Maven could not fetch Cassandra ${options.version}`, {
    hint: reason === undefined ? end.output.slice(-500).trim() : reason.replace(/^.*?ERROR\S*\s*/, "").slice(0, 500),
  });
}

type MavenEnd =
  | { readonly kind: "missing" }
  | { readonly kind: "ended"; readonly code: number | null; readonly output: string };

function waitForEnd(maven: ChildProcess, signal: AbortSignal): Promise<MavenEnd> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const onAbort = (): void => {
      killAndWait(maven).catch(reject);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    for (const stream of [maven.stdout, maven.stderr]) stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    maven.once("error", () => resolve({ kind: "missing" }));
    maven.once("close", (code) => {
      signal.removeEventListener("abort", onAbort);
      const output = Buffer.concat(chunks).toString("utf8");
      // `setpriv` answers 127 for a program that is not there.
      resolve(code === 127 ? { kind: "missing" } : { kind: "ended", code, output });
    });
  });
}

function pom(options: JarsOptions): string {
  const dependencies = options.line.artifacts.map(({ group, name, version = options.version, classifier }) => {
    const kind = classifier === undefined ? "" : `<classifier>${classifier}</classifier>`;
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>${kind}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tidemark</groupId><artifactId>sandbox</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join("")}</dependencies>
</project>
`;
}
