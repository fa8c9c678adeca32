// Goal: a wrong command line or configuration is said in words, with the way out, before any database is asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertExit, type CliResult, documentOf, errorOf, type Files, runCli, withDirectory } from "./cli.ts";

const TARGET = "cassandra:\n  contact_points: [127.0.0.1]\n  port: 1\nkeyspace: shop\n";

async function runIn(files: Files, argv: readonly string[], options = {}): Promise<CliResult> {
  let result: CliResult | undefined;
  await withDirectory(files, async (cwd) => {
    result = await runCli(argv, { cwd, ...options });
  });
  assert.ok(result !== undefined);
  return result;
}

const mistakes: readonly (readonly [line: string, message: string, hint: string])[] = [
  ["bogus", "unknown command `bogus`", "tidemark --help"],
  ["migrat", "unknown command `migrat`", "did you mean tidemark migrate?"],
  ["lock statsu", "unknown command `statsu`", "did you mean tidemark lock status?"],
  ["migrate --bogus", "unknown option `--bogus`", "tidemark migrate --help"],
  ["migrate --dryrun", "unknown option `--dryrun`", "did you mean --dry-run?"],
  ["migrate --status", "`--status` is a command here", "tidemark status"],
  ["migrate --rollback", "`--rollback` is a command here", "tidemark rollback"],
  ["status extra", "too many arguments for `status`: expected 0, found 1", "tidemark status --help"],
  ["baseline", "missing required argument `version`", "tidemark baseline --help"],
  ["new", "missing required argument `description`", "tidemark new --help"],
  ["rollback --steps 0", '`--steps` must be a whole number of at least 1, found "0"', "tidemark rollback --help"],
  ["rollback -n two", '`--steps` must be a whole number of at least 1, found "two"', "tidemark rollback --help"],
  ["rollback --steps 1.5", '`--steps` must be a whole number of at least 1, found "1.5"', "tidemark rollback --help"],
  ["rollback --steps", "`--steps` needs a value", "tidemark rollback --help"],
  [
    "migrate --lock-wait soon",
    '`--lock-wait` must be a duration (30 seconds are 30 or 30s; 500ms, 10m), found "soon"',
    "tidemark migrate --help",
  ],
  [
    "sandbox start --nodes 0",
    '`--nodes` must be a whole number of at least 1, found "0"',
    "tidemark sandbox start --help",
  ],
];

for (const [line, message, hint] of mistakes) {
  test(`tidemark ${line}: ${message}`, async () => {
    const result = await runIn({ "tidemark.yaml": TARGET }, line.split(" "));
    assertExit(result, 2);
    assert.equal(result.stdout, "");
    assert.equal(result.stderr.split("\n")[0], `error: ${message}`);
    assert.ok(result.stderr.includes(`hint: ${hint}`), result.stderr);
  });
}

test("contradicting flags are refused", async () => {
  for (const [line, message] of [
    ["rollback --steps 1 --target 2", "--steps and --target do not go together"],
    ["new x --pair --timestamp", "--timestamp and --pair do not go together"],
    ["repair --mark-applied 1 --retry 1", "--mark-applied and --retry do not go together"],
    ["repair --statement 1", "--statement goes with --mark-applied"],
    ["status --host a --url cassandra://b/k", "the host of `--url` and `--host` each name a target"],
  ] as const) {
    const result = await runIn({}, line.split(" "));
    assertExit(result, 2);
    assert.ok(result.stderr.startsWith(`error: ${message}\n`), result.stderr);
  }
});

test("with --json a usage error is one document on stdout that names the command", async () => {
  for (const argv of [
    ["migrate", "--bogus", "--json"],
    ["--json", "migrate", "--bogus"],
    ["-k", "shop", "migrate", "--bogus", "--json"],
  ]) {
    const result = await runIn({}, argv);
    assertExit(result, 2);
    assert.equal(documentOf(result).command, "migrate");
    assert.deepEqual(errorOf(result), {
      code: "usage",
      message: "unknown option `--bogus`",
      hint: "tidemark migrate --help",
      exitCode: 2,
    });
  }
});

test("with --json a missing command is a document too", async () => {
  const top = await runIn({}, ["--json"]);
  assertExit(top, 2);
  assert.equal(documentOf(top).command, null);
  assert.match(String(errorOf(top).message), /^a command is missing: init, new, generate, migrate, /);
  const group = await runIn({}, ["lock", "--json"]);
  assertExit(group, 2);
  assert.equal(errorOf(group).message, "`lock` needs a command: status, break");
});

test("--json behind -- belongs to the other command", async () => {
  const result = await runIn({}, ["sandbox", "run", "--bogus", "--", "tool", "--json"]);
  assertExit(result, 2);
  assert.equal(result.stdout, "");
  assert.match(result.stderr, /unknown option `--bogus`/);
});

test("global flags stand before or after the command, and between a group and its command", async () => {
  for (const argv of [
    ["--json", "profiles"],
    ["profiles", "--json"],
    ["-c", "tidemark.yaml", "profiles", "--json"],
    ["--profile", "dev", "profiles", "--json"],
  ]) {
    const result = await runIn({ "tidemark.yaml": `${TARGET}profiles: { dev: {} }\n` }, argv);
    assertExit(result, 0);
    assert.deepEqual(documentOf(result).profiles, ["dev"]);
  }
  const between = await runIn({}, ["lock", "--json", "status"]);
  assert.equal(errorOf(between).code, "config-invalid");
});

test("of a flag before and after the command the later one counts", async () => {
  const result = await runIn({ "tidemark.yaml": `${TARGET}profiles: { dev: {}, prod: {} }\n` }, [
    ...["--profile", "dev", "profiles", "--profile", "prod", "--json"],
  ]);
  assert.equal(documentOf(result).profile, "prod");
});

test("without a target every command that needs one says so, and assumes nothing", async () => {
  const commands = [
    "init",
    "migrate",
    "rollback --yes",
    "status",
    "history",
    "pending",
    "plan",
    "validate",
    "lock status",
  ];
  for (const command of [...commands, "repair --yes", "baseline 1 --yes"]) {
    const result = await runIn({ "migrations/V1__a.cql": "" }, [...command.split(" "), "--json"]);
    assertExit(result, 2);
    assert.equal(errorOf(result).code, "config-invalid", command);
  }
});

test("every mistake of a configuration is shown with its line", async () => {
  const text = "cassandra:\n  contact_points: [127.0.0.1]\n  prot: 9042\nkeyspace: shop\nlock:\n  wait: never\n";
  const result = await runIn({ "tidemark.yaml": text }, ["status"]);
  assertExit(result, 2);
  assert.match(result.stderr, /^error: tidemark\.yaml:3:3: unknown key `prot` in `cassandra`$/m);
  // What an unknown key holds may be a secret.
  assert.match(result.stderr, /^ {2}3 \| {3}prot: \*{4}$/m);
  assert.match(result.stderr, /hint: did you mean `port`\?/);
  assert.match(result.stderr, /^error: tidemark\.yaml:6:9: `lock\.wait` must be a duration/m);
  const json = await runIn({ "tidemark.yaml": text }, ["status", "--json"]);
  const { details } = errorOf(json);
  assert.deepEqual(
    (details as { diagnostics: { file: string; line: number }[] }).diagnostics.map(({ file, line }) => [file, line]),
    [
      ["tidemark.yaml", 3],
      ["tidemark.yaml", 6],
    ],
  );
});

test("an unknown profile and a missing file are said with what there is", async () => {
  const files = { "tidemark.yaml": `${TARGET}profiles: { staging: {} }\n` };
  const profile = await runIn(files, ["status", "--profile", "stagin"]);
  assertExit(profile, 2);
  assert.match(profile.stderr, /`stagin`.*\n.*staging/);
  const file = await runIn(files, ["status", "-c", "other.yaml"]);
  assertExit(file, 2);
  assert.match(file.stderr, /`other\.yaml`, which does not exist/);
});

test("profiles lists them and marks the one in use", async () => {
  const files = { "tidemark.yaml": `${TARGET}profiles: { dev: {}, prod: {} }\n` };
  const result = await runIn(files, ["profiles", "--profile", "prod"]);
  assert.equal(result.stdout, "dev\nprod (in use)\n");
});

test("nobody listens: exit code 5, where and what to check", async () => {
  const files = { "tidemark.yaml": TARGET, "migrations/V1__a.cql": "SELECT 1;" };
  for (const command of ["init", "migrate", "status", "history", "pending", "plan", "validate", "lock status"]) {
    const result = await runIn(files, command.split(" "));
    assertExit(result, 5);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, /^error: cannot connect to 127\.0\.0\.1:1: .*refused/);
    assert.match(result.stderr, /hint: check cassandra\.contact_points/);
  }
});

test("files are checked before the database is asked", async () => {
  const result = await runIn({ "tidemark.yaml": TARGET, "migrations/v2__x.cql": "SELECT 1;" }, ["migrate"]);
  assertExit(result, 2);
  assert.match(result.stderr, /^error: migrations\/v2__x\.cql: .*\n {2}hint: rename it to `V2__x\.cql`/);
});

test("a password is in no output, whatever goes wrong", async () => {
  const secret = "hunter2-never-shown";
  const auth = `auth: { username: u, password: ${secret} }`;
  const inFile = `cassandra:\n  contact_points: [127.0.0.1]\n  port: 1\n  ${auth}\nkeyspace: shop\n`;
  const files = { "tidemark.yaml": inFile, "migrations/V1__a.cql": "SELECT 1;" };
  const broken = {
    "tidemark.yaml": inFile.replace("port: 1", "prot: 1").replace("username: u", "username: [u]"),
  };
  const url = `cassandra://u:${secret}@127.0.0.1:1/shop`;
  for (const [given, argv] of [
    [files, ["status"]],
    [files, ["status", "-v"]],
    [files, ["migrate", "--json"]],
    [broken, ["status"]],
    [broken, ["status", "--json"]],
    [{}, ["status", "--url", url, "-v"]],
    [{}, ["status", "--url", `${url}?bogus=1`]],
    [{}, ["status", "--url", url.replace(":1/", ":x/")]],
  ] as const) {
    const result = await runIn(given, argv);
    assert.notEqual(result.exitCode, 0);
    assert.ok(
      !`${result.stdout}${result.stderr}`.includes(secret),
      `${argv.join(" ")}\n${result.stderr}${result.stdout}`,
    );
  }
});

test("a stack trace comes only with -v", async () => {
  const files = { "tidemark.yaml": TARGET };
  const plain = await runIn(files, ["history"]);
  const verbose = await runIn(files, ["history", "-v"]);
  assert.doesNotMatch(plain.stderr, /^\s+at /m);
  assert.match(verbose.stderr, /^\s+at /m);
});

test("colour comes on a terminal, or when it is forced, and never when it is unwanted", async () => {
  const sequence = "\u001b[";
  for (const [isColored, argv, options] of [
    [false, ["bogus"], {}],
    [true, ["bogus"], { isTerminal: true }],
    [false, ["bogus"], { isTerminal: true, env: { NO_COLOR: "1" } }],
    [true, ["bogus"], { isTerminal: true, env: { NO_COLOR: "" } }],
    [false, ["bogus"], { isTerminal: true, env: { TERM: "dumb" } }],
    [true, ["bogus"], { env: { FORCE_COLOR: "1" } }],
    [false, ["bogus"], { isTerminal: true, env: { FORCE_COLOR: "0" } }],
    [false, ["bogus"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }],
    [false, ["bogus", "--no-color"], { isTerminal: true }],
    [false, ["status", "--no-color"], { isTerminal: true }],
    [true, ["status"], { isTerminal: true }],
  ] as const) {
    const { stderr } = await runIn({}, argv, options);
    assert.equal(stderr.includes(sequence), isColored, `${argv.join(" ")} ${JSON.stringify(options)}`);
  }
});

test("help of a command that there is not says so", async () => {
  await withDirectory({}, async (cwd) => {
    const result = await runCli(["help", "stauts"], { cwd });
    assertExit(result, 2);
    assert.match(result.stderr, /unknown command `stauts`[\s\S]*did you mean tidemark status\?/);
  });
});

test("a NUL is complained of once, and a name of SQL gets an example of SQL", async () => {
  const files = { "migrations/V1__a.sql": "SELECT 1;\0\n", "migrations/notes.sql": "" };
  await withDirectory(files, async (cwd) => {
    const result = await runCli(["pending", "--url", "pglite:memory"], { cwd });
    assertExit(result, 2);
    assert.equal(result.stderr.split("a NUL character").length, 2);
    assert.match(result.stderr, /name it like `V003__add_email\.sql`/);
  });
});

test("what the shadow's URL does not reach is called the shadow, without its password", async () => {
  const files = { "migrations/V1__a.sql": "CREATE TABLE a (id int);\n" };
  await withDirectory(files, async (cwd) => {
    const url = "postgres://ann:secret@127.0.0.1:1/shop";
    const result = await runCli(["snapshot", "--from", "files", "--url", "pglite:memory", "--shadow-url", url], {
      cwd,
    });
    assertExit(result, 5);
    assert.match(
      result.stderr,
      /^error: the shadow \(--shadow-url, `database\.shadow_url`\): cannot connect to 127\.0\.0\.1:1/m,
    );
    assert.doesNotMatch(result.stderr, /secret/);
  });
});
