// Goal: what has changed since a commit is what a person would say. Method: real repositories, in directories for the moment.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ToolError } from "./base/errors.ts";
import { changedFiles } from "./changed-files.ts";

interface Repository {
  readonly directory: string;
  git(...args: readonly string[]): void;
  write(name: string, text: string): void;
}

/** With `migrations/V1__a.cql` and `V2__b.cql` on main, and a branch that is checked out. */
async function withRepository(use: (repository: Repository) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "tidemark-git-"));
  const directory = join(root, "migrations");
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const git = (...args: readonly string[]): void => {
    execFileSync("git", ["-C", root, ...identity, ...args], { stdio: "ignore" });
  };
  const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
  try {
    mkdirSync(directory);
    git("init", "--initial-branch=main");
    write("V1__a.cql", "1");
    write("V2__b.cql", "2");
    git("add", ".");
    git("commit", "-m", "begin");
    git("checkout", "-b", "branch");
    await use({ directory, git, write });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function changed(directory: string, ref: string): Promise<readonly string[]> {
  return [...(await changedFiles(directory, ref))].sort();
}

test("committed, staged, changed, deleted and new files are; ignored ones and those of others are not", () =>
  withRepository(async ({ directory, git, write }) => {
    assert.deepEqual(await changed(directory, "main"), []);
    write("V3__c.cql", "3");
    git("add", ".");
    git("commit", "-m", "c");
    write("V4__d é.cql", "4");
    git("add", ".");
    write("V1__a.cql", "1 changed");
    rmSync(join(directory, "V2__b.cql"));
    write("V5__e.cql", "5");
    write("V6__f.cql", "6");
    writeFileSync(join(directory, ".gitignore"), "V6*\n");
    writeFileSync(join(directory, "../V7__g.cql"), "7");
    mkdirSync(join(directory, "old"));
    write("old/V8__h.cql", "8");
    const names = ["V1__a.cql", "V2__b.cql", "V3__c.cql", "V4__d é.cql", "V5__e.cql"];
    assert.deepEqual(await changed(directory, "main"), [".gitignore", ...names]);
  }));

test("what has come to the other branch since is not ours", () =>
  withRepository(async ({ directory, git, write }) => {
    write("V3__c.cql", "3");
    git("add", ".");
    git("commit", "-m", "c");
    git("checkout", "main");
    write("V1__a.cql", "1 of main");
    git("commit", "-am", "a");
    git("checkout", "branch");
    assert.deepEqual(await changed(directory, "main"), ["V3__c.cql"]);
  }));

test("in a hook of a second working tree git is told its directory, and the files are the same", () =>
  withRepository(async ({ directory, write }) => {
    write("V3__c.cql", "3");
    process.env.GIT_DIR = join(directory, "../.git");
    try {
      assert.deepEqual(await changed(directory, "main"), ["V3__c.cql"]);
    } finally {
      delete process.env.GIT_DIR;
    }
  }));

async function assertUsage(directory: string, ref: string, message: RegExp, hint: RegExp): Promise<void> {
  await assert.rejects(changedFiles(directory, ref), (error) => {
    assert.ok(error instanceof ToolError && error.code === "usage");
    assert.match(error.message, message);
    assert.match(error.hint ?? "", hint);
    return true;
  });
}

test("what is no commit is named, and never taken for an option", () =>
  withRepository(async ({ directory }) => {
    for (const ref of ["nowhere", "--output=x", "-h", "", "main;ls"]) {
      await assertUsage(directory, ref, /git knows no commit `/, /name a branch, tag or commit/);
    }
  }));

test("a branch of a remote, and any name in CI, may have to be fetched first", () =>
  withRepository(async ({ directory }) => {
    const { CI } = process.env;
    try {
      delete process.env.CI;
      await assertUsage(directory, "nowhere", /knows no commit/, /such as origin\/main$/);
      await assertUsage(directory, "origin/nowhere", /knows no commit/, /fetch-depth: 0/);
      process.env.CI = "true";
      await assertUsage(directory, "nowhere", /knows no commit/, /fetch-depth: 0/);
    } finally {
      if (CI === undefined) delete process.env.CI;
      else process.env.CI = CI;
    }
  }));

test("before the first commit everything is new since HEAD, staged or not", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-git-new-"));
  try {
    execFileSync("git", ["-C", directory, "init"], { stdio: "ignore" });
    writeFileSync(join(directory, "V1__a.cql"), "1");
    execFileSync("git", ["-C", directory, "add", "."], { stdio: "ignore" });
    writeFileSync(join(directory, "V2__b.cql"), "2");
    assert.deepEqual(await changed(directory, "HEAD"), ["V1__a.cql", "V2__b.cql"]);
    await assertUsage(directory, "main", /knows no commit/, /name a branch/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("histories with nothing in common", () =>
  withRepository(async ({ directory, git }) => {
    git("checkout", "--orphan", "other");
    git("commit", "-m", "other");
    await assertUsage(directory, "main", /in common/, /unshallow/);
  }));

test("no repository, and no git", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-no-git-"));
  const { PATH } = process.env;
  try {
    await assertUsage(directory, "main", /is in no git repository/, /lint all files/);
    process.env.PATH = directory;
    await assertUsage(directory, "main", /no such program/, /install git/);
  } finally {
    process.env.PATH = PATH;
    rmSync(directory, { recursive: true, force: true });
  }
});
