// Finds a Java on this machine that the server runs on.
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ToolError } from "../base/errors.ts";
import { parseJavaVersion } from "./java-version.ts";

const run = promisify(execFile);
const ANSWER_MS = 20_000;

export interface Java {
  readonly command: string;
  readonly version: number;
  /** All that `java -version` says: two that say the same are the same. */
  readonly description: string;
}

/**
 * JAVA_HOME comes first, then the `java` of PATH, then what is installed where Debian, Fedora, macOS and Homebrew put theirs.
 * Throws `ToolError` "sandbox-failed" when none is of one of the versions.
 */
export async function findJava(versions: readonly number[], server: string): Promise<Java> {
  const home = process.env.JAVA_HOME;
  const first = await askFirst([...(home ? [join(home, "bin", "java")] : []), "java"], versions);
  if (first.fit !== undefined) return first.fit;
  const second = await askFirst(await installedJavas(), versions);
  if (second.fit !== undefined) return second.fit;
  const found = [...first.misfits, ...second.misfits].map((one) => `Java ${one.version} (${one.command})`);
  const wanted = versions.join(" or ");
  const debianPackage = `openjdk-${versions[0]}-jre-headless`;
  throw new ToolError(
    "sandbox-failed",
    `${server} needs Java ${wanted}, found ${found.length === 0 ? "none" : [...new Set(found)].join(", ")}`,
    {
      hint: `install it (Debian, Ubuntu: \`apt-get install ${debianPackage}\`; macOS: \`brew install openjdk@${versions[0]}\`), or set JAVA_HOME to where it is`,
    },
  );
}

async function askFirst(
  commands: readonly string[],
  versions: readonly number[],
): Promise<{ readonly fit: Java | undefined; readonly misfits: readonly Java[] }> {
  const misfits: Java[] = [];
  for (const command of commands) {
    const found = await askVersion(command);
    if (found === undefined) continue;
    if (versions.includes(found.version)) return { fit: found, misfits };
    misfits.push(found);
  }
  return { fit: undefined, misfits };
}

/** Undefined when there is no such command, or it is no Java: macOS has a `java` that only says where to get one. */
async function askVersion(command: string): Promise<Java | undefined> {
  try {
    const { stderr } = await run(command, ["-version"], { timeout: ANSWER_MS });
    const version = parseJavaVersion(stderr);
    return version === undefined ? undefined : { command, version, description: stderr };
  } catch {
    return undefined;
  }
}

async function installedJavas(): Promise<readonly string[]> {
  const homebrew = ["/opt/homebrew/opt", "/usr/local/opt"];
  const inside = async (directory: string, rest: string): Promise<readonly string[]> => {
    const names = await readdir(directory).catch(() => []);
    return names.sort().map((name) => join(directory, name, rest));
  };
  return [
    ...(await inside("/usr/lib/jvm", "bin/java")),
    ...(await inside("/Library/Java/JavaVirtualMachines", "Contents/Home/bin/java")),
    ...(await Promise.all(homebrew.map((directory) => inside(directory, "bin/java"))))
      .flat()
      .filter((path) => path.includes("/openjdk")),
  ];
}
