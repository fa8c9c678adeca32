// Shell completion from the table of commands. Pure.
import { ToolError } from "../base/errors.ts";
import type { CliCommand, CliOption } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { parseFlags } from "./option-flags.ts";

/** @throws ToolError "usage" for another shell than bash, zsh and fish */
export function completionScript(shell: string, commands: readonly CliCommand[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return zshScript(commands);
    case "fish":
      return fishScript(commands);
    default:
      throw new ToolError("usage", `no completion for the shell "${shell}"`, { hint: "there is bash, zsh and fish" });
  }
}

/** What may follow: the words of each level, "" being the first. */
function wordsByLevel(commands: readonly CliCommand[]): ReadonlyMap<string, readonly string[]> {
  const levels = new Map<string, Set<string>>();
  const add = (level: string, word: string): void => {
    const words = levels.get(level) ?? new Set();
    levels.set(level, words.add(word));
  };
  for (const { name, options = [] } of commands) {
    const [group = "", sub] = name.split(" ");
    add("", group);
    if (sub !== undefined) {
      add(group, sub);
      for (const flag of visibleFlags(GLOBAL_OPTIONS)) add(group, flag);
    }
    for (const flag of visibleFlags([...options, ...GLOBAL_OPTIONS])) add(name, flag);
    if (name === "completion") for (const shell of ["bash", "zsh", "fish"]) add(name, shell);
  }
  for (const flag of visibleFlags(GLOBAL_OPTIONS)) add("", flag);
  return new Map([...levels].map(([level, words]) => [level, [...words]]));
}

function visible(options: readonly CliOption[]): readonly CliOption[] {
  return options.filter(({ isHidden }) => isHidden !== true);
}

function visibleFlags(options: readonly CliOption[]): readonly string[] {
  return visible(options).flatMap(({ flags }) => parseFlags(flags).names);
}

/** As a pattern of `case`. The word behind one of them is its value, and no command. */
function flagsWithValue(commands: readonly CliCommand[]): string {
  const options = [...GLOBAL_OPTIONS, ...commands.flatMap(({ options: own = [] }) => own)];
  const parsed = options.map(({ flags }) => parseFlags(flags)).filter(({ takesValue }) => takesValue);
  return [...new Set(parsed.flatMap(({ names }) => names))].join("|");
}

/** A function of the shell that prints what may follow a level, and nothing when the level is unknown. */
function wordsFunction(commands: readonly CliCommand[]): string {
  const cases = [...wordsByLevel(commands)].map(([level, words]) => `    "${level}") echo "${words.join(" ")}" ;;`);
  return `_tidemark_words() {\n  case "$1" in\n${cases.join("\n")}\n  esac\n}`;
}

/** A function of the shell that prints the values of an option with a closed list, and nothing for others: `migrate --format`. */
function valuesFunction(commands: readonly CliCommand[]): string {
  const cases = commands.flatMap(({ name, options = [] }) =>
    visible(options).flatMap(({ flags, choices = [] }) =>
      choices.length === 0
        ? []
        : parseFlags(flags).names.map((flag) => `    "${name} ${flag}") echo "${choices.join(" ")}" ;;`),
    ),
  );
  return `_tidemark_values() {\n  case "$1" in\n${cases.join("\n")}\n  esac\n}`;
}

/** The level is made of the words before the cursor that are neither options nor values of options. */
function bashScript(commands: readonly CliCommand[]): string {
  const withValue = flagsWithValue(commands);
  return `${wordsFunction(commands)}
${valuesFunction(commands)}
_tidemark() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" level="" words index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      ${withValue})
        [[ \${COMP_WORDS[index + 1]} != "=" ]] || index=$((index + 1))
        index=$((index + 1)) ;;
      -*) ;;
      *) [[ $level == *" "* ]] || level="\${level:+$level }\${COMP_WORDS[index]}" ;;
    esac
  done
  if [[ $current == "=" ]]; then current=""; elif [[ $before == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  words="$(_tidemark_values "$level $before")"
  [[ -n $words ]] || words="$(_tidemark_values "\${level%% *} $before")"
  [[ -z $words ]] || { COMPREPLY=($(compgen -W "$words" -- "$current")); return; }
  case "$before" in
    ${withValue}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  words="$(_tidemark_words "$level")"
  [[ -n $words ]] || words="$(_tidemark_words "\${level%% *}")"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${#COMPREPLY[@]} -gt 0 || $current == -* ]] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _tidemark tidemark`;
}

function zshScript(commands: readonly CliCommand[]): string {
  const withValue = flagsWithValue(commands);
  return `${wordsFunction(commands)}
${valuesFunction(commands)}
_tidemark() {
  local level="" candidates
  local -i index
  for ((index = 2; index < CURRENT; index++)); do
    case "$words[index]" in
      ${withValue}) index=$((index + 1)) ;;
      -*) ;;
      *) [[ $level == *" "* ]] || level="\${level:+$level }$words[index]" ;;
    esac
  done
  candidates="$(_tidemark_values "$level $words[CURRENT - 1]")"
  [[ -n $candidates ]] || candidates="$(_tidemark_values "\${level%% *} $words[CURRENT - 1]")"
  [[ -z $candidates ]] || { compadd -- \${=candidates}; return; }
  case "$words[CURRENT - 1]" in
    ${withValue}) _files; return ;;
  esac
  candidates="$(_tidemark_words "$level")"
  [[ -n $candidates ]] || candidates="$(_tidemark_words "\${level%% *}")"
  compadd -- \${=candidates} || _files
}
compdef _tidemark tidemark`;
}

function fishScript(commands: readonly CliCommand[]): string {
  const lines = ["complete -c tidemark -f"];
  const groups = new Set<string>();
  for (const { name, summary, options = [] } of commands) {
    const [group = "", sub] = name.split(" ");
    if (sub === undefined) {
      lines.push(`complete -c tidemark -n __fish_use_subcommand -a ${group} -d ${quote(summary)}`);
    } else {
      if (!groups.has(group)) lines.push(`complete -c tidemark -n __fish_use_subcommand -a ${group}`);
      lines.push(`complete -c tidemark -n "__fish_seen_subcommand_from ${group}" -a ${sub} -d ${quote(summary)}`);
    }
    groups.add(group);
    for (const option of visible(options))
      lines.push(fishOption(option, `-n "__fish_seen_subcommand_from ${sub ?? group}"`));
  }
  for (const option of visible(GLOBAL_OPTIONS)) lines.push(fishOption(option, ""));
  return lines.join("\n");
}

function fishOption({ flags, description, choices = [] }: CliOption, condition: string): string {
  const { names, takesValue } = parseFlags(flags);
  const spelled = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  // Without its value nothing else is offered, and a value may be a path.
  const parts = [
    condition,
    ...spelled,
    choices.length > 0 ? `-x -a ${quote(choices.join(" "))}` : takesValue ? "-r -F" : "",
    `-d ${quote(description)}`,
  ];
  return `complete -c tidemark ${parts.filter((part) => part !== "").join(" ")}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
