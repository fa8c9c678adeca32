import type { CliCommand } from "../command.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const completionCommand: CliCommand = {
  name: "completion",
  summary: "print a script that completes commands and options in your shell",
  args: "<shell>",
  description: `Shells: ${SHELLS.join(", ")}.`,
  examples: [
    ['eval "$(tidemark completion bash)"', "in ~/.bashrc"],
    ['eval "$(tidemark completion zsh)"', "in ~/.zshrc, after compinit"],
    ["tidemark completion fish | source", "in ~/.config/fish/config.fish"],
  ],
  async run(run, [shell = ""]) {
    const { completionScript } = await import("../completion-script.ts");
    const script = completionScript(shell, run.commands);
    run.print(script);
    run.printJson({ shell, script });
    return 0;
  },
};
