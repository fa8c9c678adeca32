// Holds a command line against the command table. Pure.
import type { CliOption } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.ts";
import { parseFlags } from "../../src/cli/option-flags.ts";

/** @param words what follows `tidemark`. @returns commands, options and arguments that there are not, and values that an option does not take */
export function findWrongWords(words: readonly string[]): readonly string[] {
  const command = COMMANDS.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
  if (command === undefined) return [`tidemark ${words[0]} is no command`];
  const options = [...(command.options ?? []), ...GLOBAL_OPTIONS];
  const problems: string[] = [];
  const rest = words.slice(command.name.split(" ").length).values();
  for (const word of rest) {
    const option = options.find(({ flags }) => parseFlags(flags).names.includes(word));
    if (option !== undefined) {
      if (parseFlags(option.flags).takesValue) problems.push(...findWrongValue(option, rest.next().value));
    } else if (word.startsWith("-")) problems.push(`${word} is no option of tidemark ${command.name}`);
    else if (command.args === undefined) problems.push(`${word}: tidemark ${command.name} takes no argument`);
  }
  return problems;
}

function findWrongValue({ flags, parse, choices }: CliOption, value: string | undefined): readonly string[] {
  if (typeof value !== "string") return [`${flags} has no text for a value`];
  if (choices !== undefined && !choices.includes(value)) return [`${flags} is not ${value}`];
  try {
    parse?.(value, undefined);
    return [];
  } catch (error) {
    return [`${flags} ${error instanceof Error ? error.message : String(error)}`];
  }
}
