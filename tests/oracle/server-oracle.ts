// Asks Cassandra's own parser, in a Java process that stays, what it says of statements.
import type { ChildProcess } from "node:child_process";
import { spawnBound } from "../../src/sandbox/child-process.ts";
import { prepareOracle } from "./oracle-program.ts";

/**
 * "crashed": the server's parser broke, by an exception that is not one of refusal or by running out of stack; a client
 * sees a refusal then, too. "undecided": the parser's actions asked the schema or the class path, which are empty here,
 * or refused what the statement means, and left the text behind it alone.
 */
export interface ServerVerdict {
  readonly kind: "accepted" | "refused" | "crashed" | "undecided";
  readonly message: string;
  /** From 1; 0 where the refusal names no place. */
  readonly line: number;
  /** From 0, in UTF-16 units. */
  readonly column: number;
}

export interface ServerOracle {
  readonly version: string;
  /** In the order of the texts. */
  readonly judge: (texts: readonly string[]) => Promise<readonly ServerVerdict[]>;
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (verdict: ServerVerdict) => void;
  readonly reject: (error: Error) => void;
}

/** Throws `ToolError` "sandbox-failed" when Java or Maven are not there. */
export async function startOracle(version: string): Promise<ServerOracle> {
  const { command, args } = await prepareOracle(version);
  const child = await spawnBound(command, [...args, "judge"], { stdio: ["pipe", "pipe", "pipe"] });
  const waiting: Waiting[] = [];
  let answered = 0;
  let complaint = "";
  listenToLines(child, (line) => waiting[answered++]?.resolve(readVerdict(line)));
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString("utf8")).slice(-4_000);
  });
  child.once("close", (code) => {
    for (const each of waiting.slice(answered)) each.reject(new Error(`the oracle ended with ${code}: ${complaint}`));
  });
  return {
    version,
    judge: (texts) => {
      if (answered === waiting.length) {
        waiting.length = 0;
        answered = 0;
      }
      const verdicts = texts.map(
        () => new Promise<ServerVerdict>((resolve, reject) => waiting.push({ resolve, reject })),
      );
      child.stdin?.write(frame(texts));
      return Promise.all(verdicts);
    },
    close: () => child.stdin?.end(),
  };
}

/** Each text behind its length in four bytes, most significant first. */
export function frame(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function listenToLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = "";
  child.stdout?.setEncoding("utf8");
  child.stdout?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}

function readVerdict(line: string): ServerVerdict {
  if (line === "+") return { kind: "accepted", message: "", line: 0, column: 0 };
  if (line.startsWith("!")) return { kind: "crashed", message: line.slice(1), line: 0, column: 0 };
  if (line.startsWith("~")) return { kind: "undecided", message: line.slice(1), line: 0, column: 0 };
  const [, row, column, message] = /^-(-?\d+):(-?\d+) (.*)$/s.exec(line) ?? [];
  if (message === undefined) throw new Error(`the oracle said ${JSON.stringify(line)}`);
  return { kind: "refused", message, line: Number(row), column: Number(column) };
}
