// Turns what commander says of a wrong command line into an error in our own words. Pure.
import type { CommanderError } from "commander";
import { ToolError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import type { CliCommand } from "./command.ts";

/** Flags that other tools have on `migrate`, and what says the same here. */
const FOREIGN_FLAGS: Readonly<Record<string, string>> = {
  "--status": "tidemark status",
  "--rollback": "tidemark rollback",
};

/** @param at the command, or the group of commands, that the mistake was made at; "" for tidemark itself */
export function usageError({ message }: CommanderError, at: string, commands: readonly CliCommand[]): ToolError {
  const help = at === "" ? "tidemark --help" : `tidemark ${at} --help`;
  const [text = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const flag = /^unknown option '([^']+)'/.exec(text)?.[1];
  const foreign = flag === undefined ? undefined : FOREIGN_FLAGS[flag];
  if (foreign !== undefined) return new ToolError("usage", `\`${flag}\` is a command here`, { hint: foreign });
  const word = /^unknown command '([^']+)'/.exec(text)?.[1];
  const meant = word === undefined ? undefined : suggestCommand(word, at, commands);
  if (meant !== undefined) return new ToolError("usage", reword(text), { hint: `did you mean tidemark ${meant}?` });
  return new ToolError("usage", reword(text), {
    hint: [...rest.map((line) => line.replace(/^\(Did/, "did").replace(/\)$/, "")), help].join("\n"),
  });
}

/** A group of commands was named, or nothing at all. */
export function missingCommand(at: string, commands: readonly CliCommand[]): ToolError {
  const names = wordsAfter(at, commands).join(", ");
  const message = at === "" ? "a command is missing" : `\`${at}\` needs a command`;
  return new ToolError("usage", `${message}: ${names}`, { hint: `tidemark ${at === "" ? "" : `${at} `}--help` });
}

function suggestCommand(word: string, at: string, commands: readonly CliCommand[]): string | undefined {
  const meant = suggest(word, wordsAfter(at, commands));
  return meant === undefined || at === "" ? meant : `${at} ${meant}`;
}

/** What may follow "" or a group of commands. */
function wordsAfter(at: string, commands: readonly CliCommand[]): readonly string[] {
  const index = at === "" ? 0 : 1;
  const inGroup = commands.filter(({ name }) => index === 0 || name.startsWith(`${at} `));
  return [...new Set(inGroup.map(({ name }) => name.split(" ")[index] ?? name))];
}

function reword(text: string): string {
  const invalid = /^option '(.+)' argument '(.*)' is invalid\. (.*)$/s.exec(text);
  if (invalid !== null) {
    const [, flags, found, reason = ""] = invalid;
    const wanted = reason.replace(/^Allowed choices are (.*)\.$/, "expects one of $1");
    return `${flagOf(flags)} ${wanted}, found "${found}"`;
  }
  const valueless = /^option '(.+)' argument missing$/.exec(text);
  if (valueless !== null) return `${flagOf(valueless[1])} needs a value`;
  const excess = /^too many arguments for '(.+)'\. Expected (\d+) arguments? but got (\d+)\.$/.exec(text);
  if (excess !== null) return `too many arguments for \`${excess[1]}\`: expected ${excess[2]}, found ${excess[3]}`;
  return text.replaceAll(/'([^']*)'/g, "`$1`");
}

/** "-n, --steps <count>" is `--steps`. */
function flagOf(flags = ""): string {
  return `\`${/--[a-z-]+/.exec(flags)?.[0] ?? flags}\``;
}
