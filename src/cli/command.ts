// A command of the CLI, as data: parsing, help, completion and documentation all read this.
import type { EmitEvent } from "../engine/event.ts";
import type { Tidemark } from "../tidemark.ts";
import type { Io } from "./io.ts";
import type { Style } from "./style.ts";

export interface CliCommand {
  /** "migrate", or with its group: "lock status". */
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What a user should know before; a few sentences. */
  readonly description?: string | undefined;
  /** "<version>", "[words...]" */
  readonly args?: string | undefined;
  readonly options?: readonly CliOption[] | undefined;
  /** Complete command lines with what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Whether what follows the arguments belongs to another program. */
  readonly passesThrough?: boolean | undefined;
  /** Whether Ctrl-C lets it come to a safe end, by `io.signal`. Other commands have nothing to finish and end at once. */
  readonly finishesOnInterrupt?: boolean | undefined;
  /** @returns the exit code */
  run(run: CommandRun, args: readonly string[], options: OptionValues): Promise<number>;
}

export interface CliOption {
  /** "-t, --target <version>" */
  readonly flags: string;
  readonly description: string;
  /** @param previous what the option had before, when it is given again */
  readonly parse?: ((text: string, previous: unknown) => unknown) | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly isHidden?: boolean | undefined;
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** One execution of a command. */
export interface CommandRun {
  readonly io: Io;
  /** All of them, for completion. */
  readonly commands: readonly CliCommand[];
  /** For stdout. */
  readonly style: Style;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  /** Configured, not yet connected; closed when the command ends. */
  tidemark(): Promise<Tidemark>;
  /** Something that is told on the way of a run, for --events; nothing without. */
  readonly record: EmitEvent;
  /** A line of the result, for people; nothing with --json. */
  print(text: string): void;
  /** The result as the one JSON document; nothing without --json. */
  printJson(result: Readonly<Record<string, unknown>>): void;
  /** A line on stderr that --quiet leaves out. */
  note(text: string): void;
  /** Facts that the JSON document carries even when the command fails later. */
  readonly partial: Record<string, unknown>;
}
