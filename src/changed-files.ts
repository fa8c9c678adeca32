// Which files of a directory are other than at a commit, by git. Runs git; no shell.
import { execFile } from "node:child_process";
import { messageOf, ToolError } from "./base/errors.ts";

/**
 * Names of files of the directory, not below it, that were added, changed or deleted since the branch began: between where `ref` and
 * HEAD have parted, and the working tree. Files that git does not know and does not ignore are new.
 * @throws ToolError "usage" without git or a repository, and for what names no commit of it
 */
export async function changedFiles(directory: string, ref: string): Promise<ReadonlySet<string>> {
  const git = (...args: readonly string[]): Promise<string> => runGit(directory, args);
  await git("rev-parse", "--git-dir").catch((error: unknown) => {
    throw explain(error, directory);
  });
  const hasCommits = await git("rev-parse", "--verify", "--quiet", "HEAD").then(
    () => true,
    () => false,
  );
  // Nothing is committed yet: everything is new.
  if (ref === "HEAD" && !hasCommits) {
    return filesIn(await git("ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "."));
  }
  // A name never begins so, and git would take it for an option.
  const commit = ref.startsWith("-")
    ? ""
    : await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`).catch(() => "");
  if (commit.trim() === "") {
    const isOfRemote = ref.includes("/") || (process.env.CI ?? "") !== "";
    const fetched = isOfRemote ? "; in CI it may have to be fetched first (fetch-depth: 0)" : "";
    const hint = `name a branch, tag or commit, such as origin/main${fetched}`;
    throw new ToolError("usage", `git knows no commit \`${ref}\``, { hint });
  }
  const base = (await git("merge-base", commit.trim(), "HEAD").catch(() => "")).trim();
  if (base === "") {
    throw new ToolError("usage", `git finds nothing that \`${ref}\` and HEAD have in common`, {
      hint: "in a shallow clone the history has to be fetched first: git fetch --unshallow, or fetch-depth: 0 in CI",
    });
  }
  const changed = await git(
    "diff",
    "--name-only",
    "-z",
    "--relative",
    "--no-renames",
    "--no-ext-diff",
    base,
    "--",
    ".",
  );
  const unknown = await git("ls-files", "--others", "--exclude-standard", "-z", "--", ".");
  return filesIn(`${changed}\0${unknown}`);
}

/** @param names with a NUL in between, as git lists them */
function filesIn(names: string): ReadonlySet<string> {
  return new Set(names.split("\0").filter((name) => name !== "" && !name.includes("/")));
}

/** A long list of names is no error. */
const OUTPUT_MAX = 256 * 1024 * 1024;

function runGit(directory: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: OUTPUT_MAX, env: environment() };
    execFile("git", ["-C", directory, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(Object.assign(error, { stderr }));
    });
  });
}

/** A hook is told its repository without its working tree (githooks), which git then takes to begin in the directory; it finds both. */
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: "C" };
  if (env.GIT_WORK_TREE !== undefined) return env;
  return { ...env, GIT_DIR: undefined, GIT_INDEX_FILE: undefined, GIT_PREFIX: undefined };
}

function explain(error: unknown, directory: string): ToolError {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return new ToolError("usage", "git cannot be run: there is no such program", {
      hint: "install git, or lint all files, or name those that are meant",
    });
  }
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : messageOf(error);
  if (/not a git repository/i.test(said)) {
    return new ToolError("usage", `\`${directory}\` is in no git repository`, {
      hint: "without one nobody knows what has changed: lint all files, or name those that are meant",
    });
  }
  return new ToolError("usage", `git does not tell what has changed: ${said}`);
}
