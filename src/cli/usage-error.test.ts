import assert from "node:assert/strict";
import { test } from "node:test";
import { CommanderError } from "commander";
import { COMMANDS } from "./commands.ts";
import { missingCommand, usageError } from "./usage-error.ts";

function said(message: string, at = ""): readonly [message: string, hint: string | undefined] {
  const error = usageError(new CommanderError(1, "commander.x", message), at, COMMANDS);
  assert.equal(error.code, "usage");
  return [error.message, error.hint];
}

test("a mistake is said in our words, with the help of the command where it was made", () => {
  assert.deepEqual(said("error: unknown option '--bogus'", "lock status"), [
    "unknown option `--bogus`",
    "tidemark lock status --help",
  ]);
  assert.deepEqual(said("error: option '-n, --steps <count>' argument '0' is invalid. must be positive", "rollback"), [
    '`--steps` must be positive, found "0"',
    "tidemark rollback --help",
  ]);
  assert.deepEqual(
    said("error: option '-n, --steps <count>' argument missing", "rollback")[0],
    "`--steps` needs a value",
  );
});

test("what was meant is suggested: commander's guess of an option, ours of a command", () => {
  assert.deepEqual(
    said("error: unknown option '--dryrun'\n(Did you mean --dry-run?)", "migrate")[1],
    "did you mean --dry-run?\ntidemark migrate --help",
  );
  assert.equal(said("error: unknown command 'statsu'")[1], "did you mean tidemark status?");
  assert.equal(said("error: unknown command 'stpo'", "sandbox")[1], "did you mean tidemark sandbox stop?");
});

test("a word that is near to nothing gets no guess", () => {
  assert.equal(said("error: unknown command 'bogus'")[1], "tidemark --help");
});

test("a missing command lists what may follow", () => {
  assert.equal(missingCommand("sandbox", COMMANDS).message, "`sandbox` needs a command: start, stop, status, run");
  assert.match(missingCommand("", COMMANDS).message, /^a command is missing: init, new, /);
});
