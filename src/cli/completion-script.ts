// Shell completion from the table of commands. Pure.
import { ToolError } from "../base/errors.ts";
import type { CliCommand, CliOption } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";

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
    if (sub !== undefined) add(group, sub);
    for (const flag of visibleFlags([...options, ...GLOBAL_OPTIONS])) add(name, flag);
    if (name === "completion") for (const shell of ["bash", "zsh", "fish"]) add(name, shell);
  }
  for (const flag of visibleFlags(GLOBAL_OPTIONS)) add("", flag);
  return new Map([...levels].map(([level, words]) => [level, [...words]]));
}

function visibleFlags(options: readonly CliOption[]): readonly string[] {
  const visible = options.filter(({ isHidden }) => isHidden !== true);
  return visible.flatMap(({ flags }) => flags.split(/,\s*/).map((flag) => flag.split(" ")[0] ?? flag));
}

function caseLines(commands: readonly CliCommand[]): string {
  const cases = [...wordsByLevel(commands)].map(([level, words]) => `    "${level}") words="${words.join(" ")}" ;;`);
  return cases.join("\n");
}

/** The level is made of the words before the cursor that are not options. */
function bashScript(commands: readonly CliCommand[]): string {
  return `_tidemark() {
  local current="\${COMP_WORDS[COMP_CWORD]}" level="" words="" index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      -*) ;;
      *) [[ $level == *" "* ]] || level="\${level:+$level }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$level" in
${caseLines(commands)}
    *) level="\${level%% *}" ;;
  esac
  if [[ -z $words ]]; then
    case "$level" in
${caseLines(commands)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${#COMPREPLY[@]} -gt 0 || $current == -* ]] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _tidemark tidemark`;
}

function zshScript(commands: readonly CliCommand[]): string {
  return `_tidemark() {
  local level="" word
  local -a candidates
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    [[ $word == -* || $level == *" "* ]] || level="\${level:+$level }$word"
  done
  local words
  case "$level" in
${caseLines(commands)}
    *) level="\${level%% *}" ;;
  esac
  if [[ -z $words ]]; then
    case "$level" in
${caseLines(commands)}
    esac
  fi
  candidates=(\${=words})
  compadd -- $candidates || _files
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
    for (const option of options) lines.push(fishOption(option, `-n "__fish_seen_subcommand_from ${sub ?? group}"`));
  }
  for (const option of GLOBAL_OPTIONS) if (option.isHidden !== true) lines.push(fishOption(option, ""));
  return lines.join("\n");
}

function fishOption({ flags, description }: CliOption, condition: string): string {
  const parts = flags.split(/,\s*/).map((flag) => {
    const [name = ""] = flag.split(" ");
    return name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
  });
  const takesValue = flags.includes("<") ? " -r" : "";
  return `complete -c tidemark ${condition} ${parts.join(" ")}${takesValue} -d ${quote(description)}`.replaceAll(
    "  ",
    " ",
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
