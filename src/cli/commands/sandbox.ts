import { constants } from "node:os";
import { resolve } from "node:path";
import { ToolError } from "../../base/errors.ts";
import type { CassandraOptions, SandboxNode, SandboxPlace } from "../../sandbox/sandbox.ts";
import type { CliCommand, CliOption, CommandRun, OptionValues } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { parseDatacenters } from "../parse-datacenters.ts";
import { parseCount } from "../parse-option.ts";
import { renderColumns } from "../style.ts";

const NAME_OPTION: CliOption = { flags: "--name <name>", description: "which sandbox (default)" };
const START_OPTIONS: readonly CliOption[] = [
  { flags: "--cassandra <version>", description: "a release, such as 4.1.10, or a line: 5.0, 4.1, 4.0, 3.11 (5.0.8)" },
  { flags: "--nodes <count>", description: "how many nodes (1)", parse: parseCount },
  {
    flags: "--dc <name:count,...>",
    description: "data centres with their nodes, in place of --nodes",
    parse: parseDatacenters,
  },
  { flags: "--java <path>", description: "a Java to use, as its command or home (one that fits)" },
  { flags: "--no-fast-ddl", description: "flush the schema tables at each DDL, as a server of yours does" },
  { flags: "--fast-ddl", description: "leave that flush out, which is so anyway", isHidden: true },
];

export const sandboxStartCommand: CliCommand = {
  name: "sandbox start",
  summary: "start a real Cassandra to try things on; it runs until sandbox stop",
  description:
    "Needs Java (5.0: 17 or 11; older: 11), and Maven the first time. The data is thrown away when it stops. It takes an address of its own " +
    "(127.x.y.z), so that several live side by side.",
  options: [NAME_OPTION, ...START_OPTIONS],
  examples: [
    ["tidemark sandbox start", "prints the address"],
    ["tidemark sandbox start --name other", "a second one beside it"],
    ["tidemark sandbox start --dc dc1:2,dc2:1", "three nodes in two data centres"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const { startDetached, DEFAULT_NAME } = await import("../../sandbox/named-sandbox.ts");
    const name = nameOf(options, DEFAULT_NAME);
    const place = await startDetached({ ...startOptions(run, options), name });
    run.print(`Cassandra ${place.version} answers at ${place.contactPoint}:${place.port}`);
    const hasDatacenters = options.dc !== undefined;
    if (hasDatacenters) run.print(renderColumns(place.nodes.map(nodeRow)));
    run.print(`use it:   tidemark init --host ${place.contactPoint}:${place.port} --keyspace shop`);
    run.print(`          or in tidemark.yaml:  cassandra: { contact_points: ["${place.contactPoint}:${place.port}"] }`);
    if (hasDatacenters) run.print(`                                keyspace: ${await fittingKeyspace(place)}`);
    run.print(`stop it:  tidemark sandbox stop${name === DEFAULT_NAME ? "" : ` --name ${name}`}`);
    run.printJson({ name, ...place });
    return EXIT.done;
  },
};

export const sandboxStopCommand: CliCommand = {
  name: "sandbox stop",
  summary: "stop a sandbox and throw its data away",
  options: [NAME_OPTION],
  examples: [["tidemark sandbox stop", "nothing of it stays behind"]],
  async run(run, _args, options) {
    const { stopSandbox, DEFAULT_NAME } = await import("../../sandbox/named-sandbox.ts");
    const name = nameOf(options, DEFAULT_NAME);
    const outcome = await stopSandbox(name);
    run.print(outcome === "stopped" ? `stopped ${name}` : `${name} is not running`);
    run.printJson({ name, outcome });
    return EXIT.done;
  },
};

export const sandboxStatusCommand: CliCommand = {
  name: "sandbox status",
  summary: "list the sandboxes that run",
  examples: [["tidemark sandbox status", "with their addresses"]],
  async run(run) {
    const { listSandboxes } = await import("../../sandbox/named-sandbox.ts");
    const sandboxes = await listSandboxes();
    if (sandboxes.length === 0) run.print("no sandbox is running");
    const rows = sandboxes.map(({ name, place }) =>
      place === null
        ? [name, "starting", ""]
        : [name, `${place.contactPoint}:${place.port}`, `Cassandra ${place.version}`, place.directory],
    );
    if (rows.length > 0) run.print(renderColumns(rows));
    const records = sandboxes.map(({ name, startedAt, place }) => ({ name, startedAt, ...place }));
    run.printJson({ sandboxes: records });
    return EXIT.done;
  },
};

export const sandboxRunCommand: CliCommand = {
  name: "sandbox run",
  summary: "run a command with a Cassandra of its own, which is gone when the command ends",
  description:
    "The command finds the server in TIDEMARK_CONTACT_POINTS and TIDEMARK_PORT, which tidemark reads, and in " +
    "CASSANDRA_HOST and CASSANDRA_PORT. Its exit code is this one's.",
  args: "<command...>",
  options: START_OPTIONS,
  passesThrough: true,
  examples: [
    ["tidemark sandbox run -- npm test", "an integration test"],
    ["tidemark sandbox run -- sh -c 'tidemark init && tidemark migrate'", "do all migrations apply?"],
  ],
  finishesOnInterrupt: true,
  async run(run, args, options) {
    const { withCassandra } = await import("../../sandbox/start-cassandra.ts");
    return withCassandra(startOptions(run, options), (sandbox) => runCommand(run, args, sandbox));
  },
};

function nameOf(options: OptionValues, fallback: string): string {
  return options.name === undefined ? fallback : String(options.name);
}

function startOptions(run: CommandRun, options: OptionValues): CassandraOptions {
  return {
    version: options.cassandra === undefined ? undefined : String(options.cassandra),
    nodes: typeof options.nodes === "number" ? options.nodes : undefined,
    datacenters: options.dc as CassandraOptions["datacenters"],
    java: options.java === undefined ? undefined : resolve(run.io.cwd, String(options.java)),
    fastDdl: options.fastDdl !== false,
    signal: run.io.signal,
    onProgress: (text) => run.note(text),
  };
}

function nodeRow({ datacenter, address, port }: SandboxNode): readonly string[] {
  return ["", datacenter, `${address}:${port}`];
}

/** What `init` makes of a keyspace that is given no replication, to be written down and changed. */
async function fittingKeyspace({ nodes }: SandboxPlace): Promise<string> {
  const { chooseReplication } = await import("../../cql/replication/choose-replication.ts");
  const replication = chooseReplication(nodes.map(({ datacenter }) => datacenter));
  const pairs = Object.entries(replication).map(([key, value]) => `${key}: ${value}`);
  return `{ name: shop, replication: { ${pairs.join(", ")} } }`;
}

async function runCommand(run: CommandRun, args: readonly string[], place: SandboxPlace): Promise<number> {
  const [command = "", ...rest] = args;
  const { spawn } = await import("node:child_process");
  const { contactPoint, port } = place;
  const env = {
    ...run.io.env,
    TIDEMARK_CONTACT_POINTS: contactPoint,
    TIDEMARK_PORT: String(port),
    CASSANDRA_HOST: contactPoint,
    CASSANDRA_PORT: String(port),
  };
  const child = spawn(command, rest, { cwd: run.io.cwd, env, stdio: "inherit" });
  // A terminal sends Ctrl-C to the command as well; SIGTERM it gets from us.
  const forward = (): void => void child.kill(run.io.signal.reason === "SIGTERM" ? "SIGTERM" : "SIGINT");
  run.io.signal.addEventListener("abort", forward, { once: true });
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(new ToolError("usage", `cannot run ${command}: ${error.message}`, { cause: error }));
    });
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
