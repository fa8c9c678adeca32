import { ToolError } from "../../base/errors.ts";
import { describeDisagreement, isRepairable } from "../../engine/disagreement.ts";
import type { Verdict } from "../../engine/repair.ts";
import type { Tidemark } from "../../tidemark.ts";
import type { CliCommand, CommandRun, OptionValues } from "../command.ts";
import { confirm, YES_OPTION } from "../confirm.ts";
import { parseCount } from "../parse-option.ts";
import { encodeDisagreement, printDisagreements } from "../render-disagreement.ts";
import { count } from "../style.ts";

export const repairCommand: CliCommand = {
  name: "repair",
  summary: "accept edited, renamed and deleted files into the history, or settle a statement in doubt",
  description: "Writes to the history only: it never touches a file and never runs a statement of a migration.",
  options: [
    {
      flags: "--mark-applied <version>",
      description: "a half-applied or failed migration: its statements were carried out",
    },
    {
      flags: "--statement <number>",
      description: "with --mark-applied: up to this one, counted from 1",
      parse: parseCount,
    },
    { flags: "--retry <version>", description: "a half-applied migration: the statement in doubt was not carried out" },
    YES_OPTION,
  ],
  examples: [
    ["tidemark repair", "shows what it would accept, and asks"],
    ["tidemark repair --mark-applied 7 --statement 3", "statement 3 of version 7 was carried out: go on after it"],
    ["tidemark repair --retry 7", "it was not: run it again with the next migrate"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const verdict = readVerdict(options);
    return verdict === undefined ? accept(run, tidemark, options) : settle(run, tidemark, verdict);
  },
};

function readVerdict({ markApplied, retry, statement, yes }: OptionValues): Verdict | undefined {
  if (markApplied !== undefined && retry !== undefined) {
    throw new ToolError("usage", "--mark-applied and --retry do not go together");
  }
  if (statement !== undefined && markApplied === undefined) {
    throw new ToolError("usage", "--statement goes with --mark-applied");
  }
  if (retry !== undefined) return { kind: "retry", version: String(retry) };
  if (markApplied === undefined) return undefined;
  const statementNumber = typeof statement === "number" ? statement : undefined;
  return { kind: "applied", version: String(markApplied), statementNumber, skipsUnsent: yes === true };
}

async function settle(run: CommandRun, tidemark: Tidemark, verdict: Verdict): Promise<number> {
  const { journal, doneCount, isFinished } = await tidemark.settle(verdict, {
    signal: run.io.signal,
    onEvent: noteWaiting(run),
  });
  const verb = journal.direction === "up" ? "applied" : "rolled back";
  const next = journal.direction === "up" ? "migrate" : "rollback";
  if (isFinished) run.print(`${journal.name} counts as ${verb}`);
  else if (doneCount === 0) run.print(`${journal.name}: tidemark ${next} starts at its beginning`);
  else run.print(`${journal.name}: ${count(doneCount, "statement")} done; tidemark ${next} goes on after that`);
  run.printJson({ version: journal.version, name: journal.name, doneCount, isFinished });
  return 0;
}

async function accept(run: CommandRun, tidemark: Tidemark, options: OptionValues): Promise<number> {
  const found = await tidemark.validate();
  const repairable = found.filter(isRepairable);
  const others = found.filter((each) => !isRepairable(each));
  if (repairable.length > 0) {
    const list = repairable.map((each) => `  ${describeDisagreement(each)}`).join("\n");
    await confirm(run, options, `The history will take these as they stand now:\n${list}`);
  }
  const accepted =
    repairable.length === 0 ? [] : await tidemark.repair({ signal: run.io.signal, onEvent: noteWaiting(run) });
  for (const each of accepted) run.print(`${run.style.good("accepted")}  ${describeDisagreement(each)}`);
  if (accepted.length === 0) run.print("nothing to accept");
  if (others.length > 0) {
    run.print("\nnot for repair to settle:");
    printDisagreements(run, others);
  }
  run.printJson({ accepted: accepted.map(encodeDisagreement), remaining: others.map(encodeDisagreement) });
  return 0;
}

function noteWaiting(run: CommandRun): (event: { readonly kind: string }) => void {
  return ({ kind }) => {
    if (kind === "waiting-for-lease") run.note("waiting for another runner to finish");
  };
}
