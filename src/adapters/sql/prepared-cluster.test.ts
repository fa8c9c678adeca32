import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { type ClusterFile, prepareCluster } from "./prepared-cluster.ts";

const FILES: readonly ClusterFile[] = [
  { path: "base", bytes: undefined },
  { path: "base/1", bytes: Buffer.from([0, 10, 255]) },
  { path: "empty", bytes: Buffer.alloc(0) },
  { path: "PG_VERSION", bytes: Buffer.from("18\n") },
];
const home = process.env.XDG_CACHE_HOME;
const root = mkdtempSync(join(tmpdir(), "tidemark-cache-"));
let cache = "";
let madeCount = 0;

beforeEach(() => {
  cache = mkdtempSync(join(root, "c"));
  process.env.XDG_CACHE_HOME = cache;
  madeCount = 0;
});
after(() => {
  if (home === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = home;
  rmSync(root, { recursive: true });
});

function prepare(): Promise<readonly ClusterFile[]> {
  return prepareCluster(async () => {
    madeCount += 1;
    return FILES;
  });
}

function keptPath(): string {
  const directory = join(cache, "tidemark/pglite");
  const [name = ""] = readdirSync(directory);
  return join(directory, name);
}

test("what was made is read back, and made once", async () => {
  assert.deepEqual(await prepare(), FILES);
  assert.deepEqual(await prepare(), FILES);
  assert.equal(madeCount, 1);
});

test("only its owner may read what is kept", async () => {
  await prepare();
  assert.equal(statSync(keptPath()).mode & 0o777, 0o600);
  assert.equal(statSync(join(keptPath(), "..")).mode & 0o777, 0o700);
});

test("a damaged one is made again", async () => {
  await prepare();
  const bytes = readFileSync(keptPath());
  bytes[bytes.length - 1] = 0;
  writeFileSync(keptPath(), bytes);
  assert.deepEqual(await prepare(), FILES);
  assert.deepEqual(await prepare(), FILES);
  assert.equal(madeCount, 2);
});

test("one that is cut short is made again", async () => {
  await prepare();
  writeFileSync(keptPath(), readFileSync(keptPath()).subarray(0, 40));
  assert.deepEqual(await prepare(), FILES);
  assert.equal(madeCount, 2);
});

test("one that others may write is not trusted, and is replaced", async () => {
  await prepare();
  chmodSync(keptPath(), 0o666);
  await prepare();
  assert.equal(madeCount, 2);
  assert.equal(statSync(keptPath()).mode & 0o777, 0o600);
});

test("nothing is kept in a directory that others may write", async () => {
  const directory = join(cache, "tidemark/pglite");
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o777);
  await prepare();
  await prepare();
  assert.equal(madeCount, 2);
  assert.deepEqual(readdirSync(directory), []);
});

test("without a place to keep it, it is made each time", async () => {
  writeFileSync(join(cache, "file"), "");
  process.env.XDG_CACHE_HOME = join(cache, "file");
  assert.deepEqual(await prepare(), FILES);
  assert.deepEqual(await prepare(), FILES);
  assert.equal(madeCount, 2);
});

test("what a killed process left half written goes after an hour", async () => {
  await prepare();
  const left = `${keptPath()}.partial-0`;
  writeFileSync(left, "half");
  const longAgo = new Date(Date.now() - 7_200_000);
  utimesSync(left, longAgo, longAgo);
  chmodSync(keptPath().replace(/\.partial-0$/, ""), 0o666); // so that it is made again
  await prepare();
  assert.equal(readdirSync(join(cache, "tidemark/pglite")).length, 1);
});
