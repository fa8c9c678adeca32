// Goal: the manifests of examples/kubernetes would be taken by Kubernetes, and what they run does what is said.
// Method: they are held against the types and patterns of the API and against the command table; what they run is run as it
// stands on a server with passwords, by the roles that the README makes. That a mistake would be found is shown by mistakes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { parseDuration } from "../../src/base/duration.ts";
import { EXIT } from "../../src/cli/exit-code.ts";
import { type CliResult, runCli, withDirectory } from "../cli/cli.ts";
import { withServer } from "../integration/cassandra/server.ts";
import { withServerWithRoles } from "../integration/server-with-roles.ts";
import {
  type Container,
  containersOf,
  findDanglingNames,
  findInvalidValues,
  findUnknownFields,
  findWrongCommandLine,
  type Manifest,
  readManifests,
} from "./kubernetes-manifests.ts";

const MANIFESTS = readManifests();

function manifest(kind: string, name: string): Manifest {
  const found = MANIFESTS.find((each) => each.kind === kind && each.metadata.name === name);
  assert.ok(found !== undefined, `there is a ${kind} ${name}`);
  return found;
}

const JOB = MANIFESTS.find(({ kind }) => kind === "Job");

test("there is what the README names", () => {
  const kinds = MANIFESTS.map(({ kind }) => kind).sort();
  assert.deepEqual(kinds, ["ConfigMap", "Deployment", "Job", "Secret", "Secret", "Service"]);
});

test("their fields and values are those of the API", async () => {
  assert.deepEqual(await findInvalidValues(MANIFESTS), []);
  assert.deepEqual(await findUnknownFields(MANIFESTS), []);
});

test("every command line is one, and every name leads somewhere", () => {
  const containers = MANIFESTS.flatMap(containersOf);
  assert.equal(containers.length, 3);
  assert.deepEqual(
    containers.flatMap(({ command }) => findWrongCommandLine(command)),
    [],
  );
  assert.deepEqual(findDanglingNames(MANIFESTS), []);
});

test("what the probes ask is what the service answers", () => {
  const service = readFileSync("examples/fastify/server.mjs", "utf8");
  const probes = MANIFESTS.flatMap(containersOf).flatMap(({ livenessProbe, readinessProbe }) => [
    livenessProbe,
    readinessProbe,
  ]);
  const paths = probes.flatMap((probe) => (probe === undefined ? [] : [probe.httpGet.path]));
  assert.deepEqual(paths, ["/live", "/ready"]);
  for (const path of paths) assert.ok(service.includes(`service.get("${path}"`), path);
  const min = /min: "(\d+)"/.exec(service)?.[1];
  assert.ok(containersOf(manifest("Deployment", "shop")).some(({ command }) => command.includes(min ?? "none")));
});

test("the Job outlives a wait for the lock, and gives up only where another try changes nothing", () => {
  const { lock } = parse(manifest("ConfigMap", "shop-tidemark").data?.["tidemark.yaml"] ?? "");
  const waitMs = parseDuration(lock.wait) ?? 0;
  const ttlMs = parseDuration(lock.ttl) ?? 0;
  assert.ok((JOB?.spec?.activeDeadlineSeconds ?? 0) * 1_000 > 2 * waitMs && waitMs > 2 * ttlMs);
  const fatal = JOB?.spec?.podFailurePolicy?.rules.find(({ action }) => action === "FailJob")?.onExitCodes?.values;
  assert.deepEqual(fatal, [EXIT.usage, EXIT.diverged, EXIT.bug]);
});

const MISTAKES: readonly (readonly [
  title: string,
  from: string,
  to: string,
  find: (manifests: readonly Manifest[]) => Promise<readonly string[]>,
])[] = [
  ["a misspelt field", '"backoffLimit"', '"backofLimit"', findUnknownFields],
  ["a misspelt field deep down", '"readOnlyRootFilesystem"', '"readOnlyRootFileSystem"', findUnknownFields],
  ["a value that there is not", '"restartPolicy":"Never"', '"restartPolicy":"No"', findUnknownFields],
  ["a text for a number", '"backoffLimit":5', '"backoffLimit":"five"', findInvalidValues],
  ["a missing field", '"selector":{"matchLabels"', '"sel":{"matchLabels"', findInvalidValues],
  ["a quantity that is none", '"memory":"256Mi"', '"memory":"256 megabytes"', findInvalidValues],
  [
    "a name that leads nowhere",
    '"name":"shop-migrator","key"',
    '"name":"migrator","key"',
    async (all) => findDanglingNames(all),
  ],
  [
    "an option that there is not",
    '"--wait"',
    '"--timeout"',
    async (all) => all.flatMap(containersOf).flatMap(({ command }) => findWrongCommandLine(command)),
  ],
  [
    "an option's value that does not hold",
    '"5m"',
    '"5 minutes"',
    async (all) => all.flatMap(containersOf).flatMap(({ command }) => findWrongCommandLine(command)),
  ],
  [
    "a command that there is not",
    '"tidemark","migrate"',
    '"tidemark","migrat"',
    async (all) => all.flatMap(containersOf).flatMap(({ command }) => findWrongCommandLine(command)),
  ],
];

for (const [title, from, to, find] of MISTAKES) {
  test(`${title} would be found`, async () => {
    const text = JSON.stringify(MANIFESTS);
    assert.ok(text.includes(from), from);
    const broken: readonly Manifest[] = JSON.parse(text.replaceAll(from, to));
    assert.notDeepEqual(await find(broken), []);
  });
}

// A server of its own is started where there is one for the other tests.
withServer("what the pods run", () => {
  describe("what the pods run", () => {
    const server = withServerWithRoles({}, async ({ admin }) => {
      await admin.execute(
        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      );
      const init = await runIn(["tidemark", "init", "--config", "/etc/tidemark/tidemark.yaml"], {
        TIDEMARK_USERNAME: "cassandra",
        TIDEMARK_PASSWORD: "cassandra",
      });
      assert.equal(init.exitCode, 0, init.stderr);
      const readme = readFileSync("examples/kubernetes/README.md", "utf8");
      const block = /^```cql\n(.*?)^```/ms.exec(readme)?.[1] ?? "";
      for (const statement of block.split(";")) if (statement.trim() !== "") await admin.execute(statement);
    });

    /** The command line as it stands, with the files of the pod where they are here, and the database where it is. */
    async function runIn(command: readonly string[], env: Readonly<Record<string, string>>): Promise<CliResult> {
      const config = manifest("ConfigMap", "shop-tidemark").data?.["tidemark.yaml"] ?? "";
      const here = config.replace("/app/migrations", resolve("examples/migrations"));
      let result: CliResult | undefined;
      await withDirectory({ "tidemark.yaml": here }, async (cwd) => {
        const argv = command.slice(1).map((word) => word.replace("/etc/tidemark/", join(cwd, "/")));
        const { contactPoint, port } = server().place;
        const place = { TIDEMARK_CONTACT_POINTS: contactPoint, TIDEMARK_PORT: String(port) };
        result = await runCli(argv, { cwd, env: { ...env, ...place, TIDEMARK_LOCAL_DATACENTER: "datacenter1" } });
      });
      assert.ok(result !== undefined);
      return result;
    }

    /** With the environment that its Secrets give it. */
    function runContainer({ command, env = [] }: Container): Promise<CliResult> {
      const secrets = env.flatMap(({ name, valueFrom }) => {
        const ref = valueFrom?.secretKeyRef;
        return ref === undefined ? [] : [[name, manifest("Secret", ref.name).stringData?.[ref.key] ?? ""]];
      });
      return runIn(command, Object.fromEntries(secrets));
    }

    test("the pods wait for the Job, whichever comes first", async () => {
      const [schema] = containersOf(manifest("Deployment", "shop"));
      const [migrate] = JOB === undefined ? [] : containersOf(JOB);
      assert.ok(schema !== undefined && migrate !== undefined);
      const waiting = runContainer(schema);
      const migrated = await runContainer(migrate);
      assert.equal(migrated.exitCode, 0, migrated.stderr);
      const waited = await waiting;
      assert.equal(waited.exitCode, 0, waited.stderr);
      assert.equal(waited.stdout, "shop is at 009, which will do\n");
      assert.match(waited.stderr, /^waiting: shop has no migrations, and 9 is the oldest/);
    });
  });
});
