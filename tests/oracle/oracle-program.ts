// A version of Cassandra → the command that runs its own parser; the Java program is compiled once and kept beside the jars.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ensureJars } from "../../src/sandbox/jars.ts";
import { findJava } from "../../src/sandbox/java.ts";
import { releaseLineOf } from "../../src/sandbox/release-line.ts";
import { repositoryRoot } from "./repository-root.ts";

const run = promisify(execFile);
/** To parse, every release runs on 17, the old ones too. */
const JAVA_VERSIONS = [17, 11];
const SILENT_LOG =
  '<configuration><statusListener class="ch.qos.logback.core.status.NopStatusListener"/></configuration>\n';

export interface OracleProgram {
  readonly command: string;
  /** Up to and with the name of the class. */
  readonly args: readonly string[];
}

/** Throws `ToolError` "sandbox-failed" when Java or Maven are not there. */
export async function prepareOracle(version: string): Promise<OracleProgram> {
  const line = releaseLineOf(version);
  if (line === undefined) throw new Error(`Cassandra ${version} is not known`);
  const java = await findJava({ versions: JAVA_VERSIONS, server: `the parser of Cassandra ${version}`, chosen: null });
  const jars = await ensureJars({ version, line, signal: new AbortController().signal, onProgress: () => undefined });
  const classPath = jars.join(":");
  const source = join(repositoryRoot(), "scripts", "oracle", "CqlOracle.java");
  const hash = createHash("sha256")
    .update(java.description)
    .update(await readFile(source))
    .digest("hex");
  const classes = join(dirname(dirname(jars[0] ?? "")), `oracle-${hash.slice(0, 16)}`);
  if (!existsSync(classes)) await compile(java.command, source, classPath, classes);
  const flags = [
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Xmx1g",
    `-Dlogback.configurationFile=${classes}/logback.xml`,
  ];
  return { command: java.command, args: [...flags, "-cp", `${classes}:${classPath}`, "CqlOracle"] };
}

/** By the compiler's module: it is in every Java of Debian, where `javac` is in a package of its own. */
async function compile(java: string, source: string, classPath: string, place: string): Promise<void> {
  const partial = await mkdtemp(`${place}.partial-`);
  try {
    await run(java, [
      "-m",
      "jdk.compiler/com.sun.tools.javac.Main",
      "-nowarn",
      "-d",
      partial,
      "-cp",
      classPath,
      source,
    ]);
    await writeFile(join(partial, "logback.xml"), SILENT_LOG);
    await rename(partial, place).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
