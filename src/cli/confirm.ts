// Asks before something is done that cannot simply be taken back.
import { ToolError } from "../base/errors.ts";
import type { CommandRun, OptionValues } from "./command.ts";

export const YES_OPTION = { flags: "-y, --yes", description: "do not ask" } as const;

/**
 * @param consequence what will happen, without a question
 * @throws ToolError "usage" when nobody can be asked; "interrupted" when the answer is no
 */
export async function confirm(run: CommandRun, options: OptionValues, consequence: string): Promise<void> {
  if (options.yes === true) return;
  const { ask } = run.io;
  if (ask === undefined || run.isJson) {
    if (!run.isJson) run.note(consequence);
    throw new ToolError("usage", "this needs a yes, and there is no terminal to ask on", { hint: "add --yes" });
  }
  const answer = (await ask(`${consequence}\nGo on? [y/N] `)) ?? "";
  if (!/^y(es)?$/i.test(answer.trim())) throw new ToolError("interrupted", "nothing was done");
}

/**
 * For a question whose two answers both have consequences: neither is taken for granted, and it is asked until one is given.
 * @throws ToolError "interrupted" after Ctrl-C, and when the input has ended
 */
export async function askYesOrNo(ask: NonNullable<CommandRun["io"]["ask"]>, question: string): Promise<boolean> {
  for (;;) {
    const answer = (await ask(`${question} [y/n] `))?.trim();
    if (answer === undefined) throw new ToolError("interrupted", "nothing was written", { hint: "answer y or n" });
    if (/^y(es)?$/i.test(answer)) return true;
    if (/^no?$/i.test(answer)) return false;
  }
}
