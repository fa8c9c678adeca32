import { ToolError } from "../../base/errors.ts";
import { OPERANDS_HINT } from "../../engine/operand.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { encodeProblems, noteProblems } from "../note-problems.ts";
import { encodeChange, renderChanges, renderStatements } from "../render-changes.ts";
import { SERVER_OPTION } from "../server-option.ts";
import { count } from "../style.ts";

export const diffCommand: CliCommand = {
  name: "diff",
  summary: "compare two schemas: live, files, models, another keyspace or schema, a profile, a snapshot",
  description:
    "Each side is `live`, `files`, `files@VERSION`, `models`, `profile:NAME`, `keyspace:NAME` (of SQL `schema:NAME`), a URL, or a snapshot file. " +
    "Says what would turn A into B: `+` is only in B, `-` only in A. What the server cannot change in place is said as such. Exit " +
    "code 1 when they differ.",
  args: "[a] [b]",
  options: [
    { flags: "--target-keyspace <name>", description: "short for: diff live keyspace:NAME" },
    { flags: "--statements", description: "print the statements that turn A into B" },
    SERVER_OPTION,
  ],
  examples: [
    ["tidemark diff live files", "what the files would change on the live schema"],
    ["tidemark diff files models", "what the migration files lack of what the models declare"],
    ["tidemark diff files@12 files@15 --statements", "what versions 13 to 15 do, as one list of statements"],
    ["tidemark diff profile:staging profile:prod", "two clusters"],
    ["tidemark diff live schema.cql", "against a snapshot"],
    ["tidemark diff --target-keyspace shop_blue", "two keyspaces of one cluster"],
  ],
  async run(run, args, options) {
    const sides = readSides(args, options.targetKeyspace);
    const tidemark = await run.tidemark();
    const server = options.server === undefined ? undefined : String(options.server);
    const { from, to, changes, statements, problems, isWhole, warnings } = await tidemark.diff(...sides, { server });
    noteProblems(run, problems, warnings);
    if (options.statements === true) {
      if (changes.length > 0) run.print(renderStatements({ changes, statements }, run.style));
    } else if (changes.length === 0) {
      run.print(`no differences${isWhole ? "" : " in what is understood"}: ${from} and ${to}`);
    } else run.print(`${renderChanges(changes, run.style)}\n\n${count(changes.length, "difference")}: ${from} → ${to}`);
    run.printJson({
      from,
      to,
      changes: changes.map(encodeChange),
      statements,
      problems: encodeProblems(problems, warnings),
    });
    return changes.length === 0 && isWhole ? EXIT.done : EXIT.failed;
  },
};

function readSides(args: readonly string[], targetKeyspace: unknown): readonly [string, string] {
  const [from, to] = args;
  if (targetKeyspace !== undefined) {
    if (from !== undefined) throw new ToolError("usage", "--target-keyspace takes the place of the two sides");
    return ["live", `keyspace:${String(targetKeyspace)}`];
  }
  if (from === undefined || to === undefined) {
    throw new ToolError("usage", "diff needs two sides", { hint: OPERANDS_HINT });
  }
  return [from, to];
}
