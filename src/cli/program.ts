// Turns the table of commands into a command line: parsing, help, and the execution of one command.
import { Command, CommanderError, Option } from "commander";
import { ToolError } from "../base/errors.ts";
import type { ConfigFlags } from "../config/config-inputs.ts";
import { describeTarget } from "../config/title-of.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import type { Tidemark } from "../tidemark.ts";
import { TOOL_VERSION } from "../tool-version.ts";
import { sendsEventsToStdout } from "./apply-options.ts";
import type { CliCommand, CliOption, CommandRun, OptionValues } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import type { EventLog } from "./event-log.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import type { Io } from "./io.ts";
import { jsonDocument } from "./json-document.ts";
import { encodeError, renderError } from "./render-error.ts";
import { styleFor, wantsColor } from "./style.ts";
import { missingCommand, usageError } from "./usage-error.ts";

const GROUP_SUMMARIES: Readonly<Record<string, string>> = {
  lock: "the lock of the history",
  sandbox: "a real Cassandra to try things on",
};

/** @returns the exit code; everything that goes wrong has been reported */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  const isJson = hasFlag(argv, "--json");
  let exitCode: number = EXIT.done;
  let failedAt = "";
  const program = buildProgram({
    isNamed: (command) => argv.includes(command.split(" ")[0] ?? command),
    io,
    isHelpOnErrorShown: !isJson,
    execute: async (command, args, options) => {
      exitCode = await execute(command, args, options, io);
    },
    noteFailure: (at) => {
      failedAt = at;
    },
  });
  try {
    await program.parseAsync(asHelpFlag(argv), { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    const isHelpOnError = error.code === "commander.help";
    if (isJson || !isHelpOnError) {
      const mistake = isHelpOnError ? missingCommand(failedAt, COMMANDS) : usageError(error, failedAt, COMMANDS);
      report(mistake, isJson, io, failedAt, { isColorRefused: hasFlag(argv, "--no-color") });
    }
    return EXIT.usage;
  }
}

/** For a line that cannot be parsed. What follows `--` belongs to another program. */
function hasFlag(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes(flag);
}

/** Commander's `help` knows one word: it would show the group for `help lock status`, and all of tidemark for `help stauts`. */
function asHelpFlag(argv: readonly string[]): string[] {
  const [first, word = ""] = argv;
  if (first !== "help" || argv.length < 2) return [...argv];
  const isKnown = word === "help" || word.startsWith("-") || COMMANDS.some(({ name }) => name.split(" ")[0] === word);
  if (!isKnown) return [word];
  return argv.length > 2 ? [...argv.slice(1), "--help"] : [...argv];
}

/** What the parser tells of a command line. */
interface Listener {
  readonly io: Io;
  /** Whether the line may be about this command. */
  isNamed(command: string): boolean;
  /** Whether a missing command shows the help. */
  readonly isHelpOnErrorShown: boolean;
  execute(command: CliCommand, args: readonly string[], options: OptionValues): Promise<void>;
  /** @param at the command where the line went wrong; "" for tidemark itself */
  noteFailure(at: string): void;
}

function buildProgram(listener: Listener): Command {
  const program = new Command("tidemark")
    .description("Schema migrations for databases that run on many machines.")
    .version(TOOL_VERSION, "-V, --version", "print the version")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", () => {
      const lines = [
        ["tidemark init --url pglite:./shop", "an embedded PostgreSQL: history and directory"],
        ["tidemark init --host 127.0.0.1 --keyspace shop", "a Cassandra: keyspace, history and directory"],
        ["tidemark new create users", "write the first migration"],
        ["tidemark migrate", "apply what is pending"],
      ] as const;
      return `\n${renderExamples(lines)}\n\nExit codes: 0 done, 1 failed or findings, 2 usage or configuration, 3 lock, 4 a person must decide, 5 unreachable.`;
    });
  prepare(program, "", listener);
  addOptions(program, GLOBAL_OPTIONS);
  const groups = new Map<string, Command>();
  for (const command of COMMANDS) {
    const [first = "", second] = command.name.split(" ");
    const parent = second === undefined ? program : groupOf(first, program, groups, listener);
    addCommand(parent, second ?? first, command, listener);
  }
  return program;
}

function groupOf(name: string, program: Command, groups: Map<string, Command>, listener: Listener): Command {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const group = program
    .command(name)
    .summary(GROUP_SUMMARIES[name] ?? "")
    .description(sentence(GROUP_SUMMARIES[name] ?? ""))
    .helpCommand(false);
  prepare(group, name, listener);
  group.optionsGroup("Global options:");
  addOptions(group, GLOBAL_OPTIONS);
  const members = COMMANDS.filter((command) => command.name.startsWith(`${name} `));
  group.addHelpText("after", `\n${renderExamples(members.flatMap(({ examples }) => examples))}`);
  groups.set(name, group);
  return group;
}

function addCommand(parent: Command, name: string, command: CliCommand, listener: Listener): void {
  const { args = "", options = [], summary, description, examples } = command;
  const child = parent.command(`${name} ${args}`.trim()).summary(summary);
  child.description(description === undefined ? sentence(summary) : `${sentence(summary)}\n${description}`);
  prepare(child, command.name, listener);
  // Options are made only for what the line names: making all of them would take a third of the time of --help.
  if (listener.isNamed(command.name)) {
    addOptions(child, options);
    child.addHelpOption(new Option("-h, --help", "show this help").helpGroup("Global options:"));
    child.optionsGroup("Global options:");
    addOptions(child, GLOBAL_OPTIONS);
    child.addHelpText("after", `\n${renderExamples(examples)}`);
  }
  if (command.passesThrough === true) child.passThroughOptions();
  child.action(async () => {
    const globals = mergeGlobals(child);
    await listener.execute(command, child.args, { ...child.opts(), ...globals });
  });
}

/** Options that were given before the command, and after it; the latter win. */
function mergeGlobals(command: Command): OptionValues {
  const values: Record<string, unknown> = {};
  const chain: Command[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) chain.unshift(at);
  for (const each of chain) {
    for (const [key, value] of Object.entries(each.opts())) {
      if (each.getOptionValueSource(key) === "cli") values[key] = value;
    }
  }
  return values;
}

function prepare(command: Command, name: string, { io, isHelpOnErrorShown, noteFailure }: Listener): void {
  command
    .exitOverride()
    .showHelpAfterError(false)
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Help for want of a command; errors are reported in our own form.
      writeErr: (text) => {
        noteFailure(name);
        if (isHelpOnErrorShown) io.stderr.write(text);
      },
      outputError: () => noteFailure(name),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .configureHelp({ showGlobalOptions: false });
}

function addOptions(command: Command, options: readonly CliOption[]): void {
  for (const { flags, description, parse, choices, isHidden } of options) {
    const option = new Option(flags, description);
    if (parse !== undefined) option.argParser(parse);
    if (choices !== undefined) option.choices([...choices]);
    if (isHidden === true) option.hideHelp();
    command.addOption(option);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function renderExamples(examples: CliCommand["examples"]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return `Examples:\n${examples.map(([line, does]) => `  ${line.padEnd(width)}  # ${does}`).join("\n")}`;
}

async function execute(command: CliCommand, args: readonly string[], options: OptionValues, io: Io): Promise<number> {
  const isJson = options.json === true;
  const isQuiet = options.quiet === true;
  const partial: Record<string, unknown> = {};
  let opened: Promise<Tidemark> | undefined;
  let events: EventLog | undefined;
  const results = sendsEventsToStdout(options) ? io.stderr : io.stdout;
  const style = styleFor(wantsColor(results.isTerminal, io.env, options.color === false));
  const run: CommandRun = {
    io,
    commands: COMMANDS,
    style,
    isJson,
    isQuiet,
    isVerbose: options.verbose === true,
    partial,
    tidemark: () => {
      opened ??= openTidemark(options, io).then((tidemark) => {
        Object.assign(partial, describeTarget(tidemark.config));
        return tidemark;
      });
      return opened;
    },
    record: (event) => events?.record(event),
    print: (text) => {
      if (!isJson && !(isQuiet && results === io.stderr)) results.write(`${text}\n`);
    },
    printJson: (result) => {
      if (isJson) io.stdout.write(`${jsonDocument(command.name, { ...partial, ...result })}\n`);
    },
    note: (text) => {
      if (!isQuiet) io.stderr.write(`${hideSecrets(text)}\n`);
    },
  };
  try {
    if (options.events !== undefined) {
      const { openEventLog } = await import("./event-log.ts");
      events = await openEventLog(command.name, options, io);
    }
    const running = command.run(run, args, options);
    if (command.finishesOnInterrupt !== true) return await Promise.race([running, interruption(io.signal)]);
    io.signal.addEventListener("abort", () => run.note(FINISHING), { once: true });
    return await running;
  } catch (error) {
    events?.fail(error);
    report(error, isJson, io, command.name, {
      partial,
      isVerbose: run.isVerbose,
      isColorRefused: options.color === false,
    });
    return exitCodeOf(error, io.signal);
  } finally {
    // Who leaves at once does not wait for a server that may not answer.
    if (!io.signal.aborted || command.finishesOnInterrupt === true) {
      const tidemark = await opened?.catch(() => undefined);
      await tidemark?.close();
    }
    await events?.close();
  }
}

const FINISHING = "finishing what is under way; once more to leave at once";

function interruption(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const interrupt = (): void => reject(new ToolError("interrupted", "interrupted"));
    if (signal.aborted) interrupt();
    else signal.addEventListener("abort", interrupt, { once: true });
  });
}

async function openTidemark(options: OptionValues, io: Io): Promise<Tidemark> {
  const { Tidemark: library } = await import("../tidemark.ts");
  const tidemark = await library.prepare({ cwd: io.cwd, env: io.env, flags: configFlags(options) });
  const isEmbedded = tidemark.config.database?.url.reveal().startsWith("pglite:") === true;
  if (isEmbedded) (await import("./delay-wasm-tiering.ts")).delayWasmTiering();
  // Not to be silenced by --quiet: a certificate that is not checked, a variable that has no effect.
  for (const warning of tidemark.config.warnings) io.stderr.write(`warning: ${warning}\n`);
  return tidemark;
}

function configFlags(options: OptionValues): ConfigFlags {
  const text = (key: string): string | undefined => (options[key] === undefined ? undefined : String(options[key]));
  const hosts = Array.isArray(options.hosts) ? options.hosts.join(",") : undefined;
  return {
    config: text("config"),
    profile: text("profile"),
    keyspace: text("keyspace"),
    host: text("host") ?? hosts,
    port: text("port"),
    url: text("url"),
    schema: text("schema"),
    shadowUrl: text("shadowUrl"),
    dialect: text("dialect") ?? text("driverType"),
    migrationsDir: text("migrationsDir"),
    lockTtl: text("lockTtl"),
    lockWait: text("lockWait"),
    agreement: text("agreement"),
    tolerateDown: text("tolerateDown"),
  };
}

interface ReportOptions {
  readonly partial?: Readonly<Record<string, unknown>>;
  readonly isVerbose?: boolean;
  readonly isColorRefused?: boolean;
}

/** @param command "" when the line named none */
function report(error: unknown, isJson: boolean, io: Io, command: string, options: ReportOptions = {}): void {
  if (isJson) {
    const record = encodeError(error, exitCodeOf(error, io.signal));
    io.stdout.write(`${jsonDocument(command === "" ? null : command, { ...options.partial, error: record })}\n`);
    return;
  }
  const style = styleFor(wantsColor(io.stderr.isTerminal, io.env, options.isColorRefused === true));
  io.stderr.write(renderError(error, style, { isVerbose: options.isVerbose === true }));
}
