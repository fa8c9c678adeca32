// Goal: the files of examples/docker would be taken by Docker, and run what there is, in the order that is said.
// Method: linters for Dockerfiles and Compose files; the command table and the variables of the configuration. That a mistake would
// be found is shown by mistakes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DCLinter } from "dclint";
import { ValidationSeverity, type ValidatorSettings, validate } from "dockerfile-utils";
import { parse } from "yaml";
import { parseDuration } from "../../src/base/duration.ts";
import { VARIABLES } from "../../src/config/environment.ts";
import { findWrongWords } from "./command-line.ts";

const DOCKERFILE = readFileSync("examples/docker/Dockerfile", "utf8");
const COMPOSE = readFileSync("examples/docker/compose.yaml", "utf8");

/** What it would only warn of otherwise. */
const STRICT: ValidatorSettings = {
  deprecatedMaintainer: ValidationSeverity.ERROR,
  directiveCasing: ValidationSeverity.ERROR,
  emptyContinuationLine: ValidationSeverity.ERROR,
  instructionCasing: ValidationSeverity.ERROR,
  instructionCmdMultiple: ValidationSeverity.ERROR,
  instructionEntrypointMultiple: ValidationSeverity.ERROR,
  instructionHealthcheckMultiple: ValidationSeverity.ERROR,
  instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
  instructionWorkdirRelative: ValidationSeverity.ERROR,
};

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly stop_grace_period?: string;
}

interface LintedFile {
  readonly messages: readonly { readonly message: string }[];
}

const services: Readonly<Record<string, Service>> = parse(COMPOSE).services;

function mistakesInDockerfile(text: string): readonly string[] {
  return validate(text, STRICT).map(({ message }) => String(message));
}

async function mistakesInCompose(text: string): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-compose-"));
  try {
    await writeFile(join(directory, "compose.yaml"), text);
    // Services stand in the order in which they start.
    const rules = { "services-alphabetical-order": 0 } as const;
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    const results: readonly LintedFile[] = linter.lintFiles([join(directory, "compose.yaml")], false);
    assert.equal(results.length, 1);
    return results.flatMap(({ messages }) => messages.map(({ message }) => message));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The words of an instruction in its JSON form. */
function wordsOf(instruction: string): readonly string[] {
  const [, json = ""] = new RegExp(`^${instruction} (\\[.*\\])$`, "m").exec(DOCKERFILE) ?? [];
  return JSON.parse(json);
}

test("the linters find nothing in either file", async () => {
  assert.deepEqual(mistakesInDockerfile(DOCKERFILE), []);
  assert.deepEqual(await mistakesInCompose(COMPOSE), []);
});

test("the linters would find mistakes", async () => {
  assert.notDeepEqual(mistakesInDockerfile(DOCKERFILE.replace("WORKDIR /app", "WORKDIR app")), []);
  assert.notDeepEqual(mistakesInDockerfile(DOCKERFILE.replace("USER node", "USR node")), []);
  assert.notDeepEqual(await mistakesInCompose(COMPOSE.replace("service_healthy", "service_heathy")), []);
  assert.notDeepEqual(await mistakesInCompose(COMPOSE.replace("depends_on", "depend_on")), []);
});

test("the image runs a command that there is, without a shell in between", () => {
  assert.deepEqual(wordsOf("ENTRYPOINT"), ["node_modules/.bin/tidemark"]);
  assert.deepEqual(findWrongWords(wordsOf("CMD")), []);
});

test("the service runs it with options and variables that there are, once, after the database and before the application", () => {
  const { migrate, app } = services;
  assert.ok(migrate !== undefined && app !== undefined);
  assert.deepEqual(findWrongWords(migrate.command ?? []), []);
  const known = [...Object.keys(VARIABLES), "URL", "PROFILE"].map((name) => `TIDEMARK_${name}`);
  for (const name of Object.keys(migrate.environment ?? {})) assert.ok(known.includes(name), name);
  assert.equal(migrate.restart, "no");
  assert.equal(migrate.depends_on?.postgres?.condition, "service_healthy");
  assert.equal(app.depends_on?.migrate?.condition, "service_completed_successfully");
});

test("Docker waits for longer than a statement waits for a lock", () => {
  const grace = parseDuration(services.migrate?.stop_grace_period ?? "");
  assert.ok(grace !== undefined && grace >= 60_000);
});
