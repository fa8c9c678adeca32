// `snapshot --check`: holds a snapshot that was kept against the schema as it is made now, and says what differs.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, ToolError } from "../base/errors.ts";
import type { DiffReport } from "../compare-sources.ts";
import type { SchemaChange } from "../dialect/schema-model.ts";
import type { Replay } from "../engine/replay.ts";
import type { Tidemark } from "../tidemark.ts";
import type { CommandRun } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import { type DifferingLine, firstDifference } from "./first-difference.ts";
import { encodeProblems, noteProblems } from "./note-problems.ts";
import { encodeChange, renderChanges } from "./render-changes.ts";
import { count } from "./style.ts";

export interface SnapshotCheck {
  /** As the user wrote it. */
  readonly file: string;
  readonly from: "live" | "files" | "models";
  readonly at: string | undefined;
  readonly server: string | undefined;
  /** What the snapshot would be now. */
  readonly text: string;
  /** Whether the file can be read as a schema. */
  readonly isSchema: boolean;
  /** What of the source could not be replayed. */
  readonly made: Pick<Replay, "problems" | "isWhole"> & { readonly warnings: readonly string[] };
  /** The command that writes the file again. */
  readonly command: string;
}

/** @returns the exit code @throws ToolError "usage" for a file that cannot be read */
export async function checkSnapshot(run: CommandRun, tidemark: Tidemark, check: SnapshotCheck): Promise<number> {
  const { file, from, at, text, made, command } = check;
  const kept = await readKept(run, check);
  noteProblems(run, made.problems, made.warnings);
  const line = firstDifference(kept, text);
  const changes = line === undefined || !check.isSchema ? [] : await compare(run, tidemark, check);
  if (line === undefined) {
    run.print(`${file} is what ${MAKES[from]}${made.isWhole ? "" : ", but for what is left out"}`);
  } else run.print(renderDifference(run, check, changes, line));
  run.printJson({
    from,
    at: at ?? null,
    file,
    isCurrent: line === undefined,
    changes: changes.map(encodeChange),
    difference: line === undefined ? null : { line: line.line, kept: line.kept ?? null, made: line.made ?? null },
    fix: command,
    problems: encodeProblems(made.problems, made.warnings),
  });
  return line === undefined && made.isWhole ? EXIT.done : EXIT.failed;
}

const MAKES = { live: "the live schema is", files: "the files make", models: "the models declare" } as const;
const ONLY_IN = { live: "live", files: "in the files", models: "in the models" } as const;

async function readKept({ io }: CommandRun, { file, command }: SnapshotCheck): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new ToolError("usage", `cannot read \`${file}\`: ${isMissing ? "there is no such file" : messageOf(error)}`, {
      hint: `write it first: ${command}`,
      cause: error,
    });
  }
}

async function compare(
  run: CommandRun,
  tidemark: Tidemark,
  { file, from, at, server }: SnapshotCheck,
): Promise<readonly SchemaChange[]> {
  const sides = { from: `in ${file}`, to: ONLY_IN[from] };
  const source = at === undefined ? from : `${from}@${at}`;
  let report: DiffReport;
  try {
    report = await tidemark.diff(pathOf(file), source, { server, sides });
  } catch (error) {
    // A file that is no schema any more, as one with the marks of a merge: its text tells enough.
    if (error instanceof ToolError && error.code === "usage") return [];
    throw error;
  }
  const { changes, problems } = report;
  noteProblems(
    run,
    problems.filter((each) => each.source?.name === pathOf(file)),
  );
  return changes;
}

/** No word that stands for something else. */
function pathOf(file: string): string {
  return /^[./]/.test(file) ? file : `./${file}`;
}

function renderDifference(
  { style }: CommandRun,
  { file, from, command }: SnapshotCheck,
  changes: readonly SchemaChange[],
  { line, kept, made }: DifferingLine,
): string {
  const again = `write it again: ${command}`;
  if (changes.length > 0) {
    const what = `${style.bad(file)} is not what ${MAKES[from]}`;
    return `${what}\n\n${renderChanges(changes, style)}\n\n${count(changes.length, "difference")}; ${again}`;
  }
  const lines = [
    ...(kept === undefined ? [] : [style.bad(`- ${kept}`)]),
    ...(made === undefined ? [] : [style.good(`+ ${made}`)]),
  ];
  return `${style.bad(file)} differs in its text from what ${MAKES[from]}\n\n${file}:${line}\n${lines.join("\n")}\n\n${again}`;
}
