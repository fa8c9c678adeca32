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

export interface JavaWish {
  /** Versions that fit, the preferred one first. */
  readonly versions: readonly number[];
  /** Who needs it, for messages. */
  readonly server: string;
  /** The path of a command or of a Java home that alone may be taken. */
  readonly chosen: string | null;
}

/**
 * Unless one is chosen: JAVA_HOME comes first, then the `java` of PATH, then what is installed where Debian, Fedora, macOS and
 * Homebrew put theirs.
 * Throws `ToolError` "sandbox-failed" when none is of one of the versions, "usage" when the chosen one is not.
 */
export async function findJava(wish: JavaWish): Promise<Java> {
  const { versions, server, chosen } = wish;
  if (chosen !== null) return takeChosen(wish, chosen);
  const home = process.env.JAVA_HOME;
  const first = await askFirst([...(home ? [join(home, "bin", "java")] : []), "java"], versions);
  if (first.fit !== undefined) return first.fit;
  const second = await askFirst(await installedJavas(), versions);
  if (second.fit !== undefined) return second.fit;
  const found = [...first.misfits, ...second.misfits].map(describe);
  throw new ToolError(
    "sandbox-failed",
    `${needs(server, versions)}, found ${found.length === 0 ? "none" : [...new Set(found)].join(", ")}`,
    { hint: howToInstall(versions) },
  );
}

/** Throws `ToolError` "usage" when it is no Java, or one that the server does not run on. */
async function takeChosen({ versions, server }: JavaWish, path: string): Promise<Java> {
  const { fit, misfits } = await askFirst([join(path, "bin", "java"), path], versions);
  if (fit !== undefined) return fit;
  const [misfit] = misfits;
  if (misfit === undefined) {
    throw new ToolError("usage", `no Java answers at \`${path}\``, { hint: "give a Java's command, or its home" });
  }
  throw new ToolError("usage", `${needs(server, versions)}, not ${describe(misfit)}`, { hint: howToInstall(versions) });
}

function describe({ version, command }: Java): string {
  return `Java ${version} (${command})`;
}

function needs(server: string, versions: readonly number[]): string {
  return `${server} needs Java ${versions.join(" or ")}`;
}

function howToInstall([version]: readonly number[]): string {
  return (
    `install it (Debian, Ubuntu: \`apt-get install openjdk-${version}-jre-headless\`; macOS: \`brew install openjdk@${version}\`), ` +
    "or name one by --java or JAVA_HOME; other ways to get it: docs/sandbox.md"
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
