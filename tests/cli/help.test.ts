// Goal: nobody needs another page to use a command.
// Method: the help of every command of the table, against the table itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS } from "../../src/cli/commands.ts";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.ts";
import { parseFlags } from "../../src/cli/option-flags.ts";
import { runCli } from "./cli.ts";

const cwd = process.cwd();

for (const command of COMMANDS) {
  test(`the help of ${command.name} has its options, the global ones and examples`, async () => {
    const { exitCode, stdout, stderr } = await runCli([...command.name.split(" "), "--help"], { cwd });
    assert.equal(exitCode, 0);
    assert.equal(stderr, "");
    assert.match(stdout, new RegExp(`^Usage: tidemark ${command.name}`));
    for (const { flags, isHidden } of [...(command.options ?? []), ...GLOBAL_OPTIONS]) {
      assert.equal(stdout.includes(flags), isHidden !== true, flags);
    }
    for (const [line] of command.examples) assert.ok(stdout.includes(line), line);
    assert.ok(command.examples.length > 0);
  });

  test(`the examples of ${command.name} use flags that it has`, () => {
    const known = new Set(
      [...(command.options ?? []), ...GLOBAL_OPTIONS].flatMap(({ flags }) => parseFlags(flags).names),
    );
    for (const [line] of command.examples) {
      if (!line.startsWith(`tidemark ${command.name}`)) continue;
      const own = line.split(/ (?:--|\|\||\|) /)[0] ?? "";
      for (const flag of own.match(/(?<= )--?[a-z][a-z-]*/g) ?? []) assert.ok(known.has(flag), `${flag} in: ${line}`);
    }
  });

  test(`help ${command.name} shows the same help`, async () => {
    const words = command.name.split(" ");
    const asked = await runCli(["help", ...words], { cwd });
    const flagged = await runCli([...words, "--help"], { cwd });
    assert.deepEqual(asked, flagged);
  });
}

for (const group of ["lock", "sandbox"]) {
  test(`the help of the group ${group} has examples`, async () => {
    const { exitCode, stdout } = await runCli([group, "--help"], { cwd });
    assert.equal(exitCode, 0);
    assert.match(stdout, new RegExp(`Examples:\n {2}tidemark ${group} `));
  });
}

test("the help of tidemark lists every command, and the exit codes", async () => {
  const { exitCode, stdout } = await runCli(["--help"], { cwd });
  assert.equal(exitCode, 0);
  for (const { name } of COMMANDS) assert.match(stdout, new RegExp(`^ {2}${name.split(" ")[0]}\\b`, "m"));
  assert.match(stdout, /Exit codes: 0 done/);
});

test("tidemark without a command shows the help on stderr and fails", async () => {
  const { exitCode, stdout, stderr } = await runCli([], { cwd });
  assert.equal(exitCode, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^Usage: tidemark/);
});
