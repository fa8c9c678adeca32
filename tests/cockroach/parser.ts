// CockroachDB's own parser, in a program of a few lines of Go that is built once on a machine.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { xdgDirectory } from "../../src/base/xdg-directory.ts";

export interface ParserVerdict {
  /** How many statements the text is. */
  readonly count: number;
  /** Empty: it parses. */
  readonly problem: string;
  /** "CREATE TABLE", of each statement. */
  readonly tags: readonly string[];
}

const SOURCES = join("tests", "cockroach", "parser");
const FILES: readonly string[] = ["main.go", "go.mod", "go.sum"];
const BUILD_MS = 900_000;

/** Of each text, in order. */
export type CockroachParser = (texts: readonly string[]) => Promise<readonly ParserVerdict[]>;

/** What `npm test` in CI lets through, word for word: what the parser needs is no part of the machine. */
export const WITHOUT_GO = "go is missing: CockroachDB's own parser cannot be built";

/** Registers tests that need the parser; without `go` they are skipped with the reason. */
export function withCockroachParser(title: string, register: (parse: CockroachParser) => void): void {
  if (hasGo()) register((texts) => parseWith(buildParser(), texts));
  else test(title, { skip: WITHOUT_GO }, () => undefined);
}

/** Go 1.21 and later fetch the release that a module asks for. */
function hasGo(): boolean {
  try {
    const [, minor = "0"] = /go1\.(\d+)/.exec(execFileSync("go", ["version"], { encoding: "utf8" })) ?? [];
    return Number(minor) >= 21;
  } catch {
    return false;
  }
}

/** About two minutes the first time. @returns the path of the program */
function buildParser(): string {
  const hash = createHash("sha256");
  for (const file of FILES) hash.update(readFileSync(join(SOURCES, file)));
  const cache = join(xdgDirectory("XDG_CACHE_HOME") ?? tmpdir(), "tidemark", "cockroach-parser");
  const program = join(cache, hash.digest("hex").slice(0, 16));
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  // Two test files may build it at once; each in a place of its own, and the last one wins.
  const place = mkdtempSync(join(cache, "build-"));
  try {
    const made = join(place, "parser");
    const options = ["build", "-trimpath", "-mod=readonly", "-ldflags=-s -w", "-o", made, "."];
    execFileSync("go", options, { cwd: SOURCES, stdio: "pipe", timeout: BUILD_MS });
    renameSync(made, program);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return program;
}

function parseWith(program: string, texts: readonly string[]): Promise<readonly ParserVerdict[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, { maxBuffer: 1 << 28 }, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as readonly ParserVerdict[]);
      else reject(error);
    });
    child.stdin?.end(JSON.stringify(texts));
  });
}
