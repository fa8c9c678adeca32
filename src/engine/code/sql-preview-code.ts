// The backend of code that is only looked at: reads come from the target or are nothing, writes are recorded.
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import { batchUpdateText, firstRowsText } from "../../sql/session/batch-texts.ts";
import type { SessionPort } from "../../sql/session/open-session.ts";
import type { SqlRow } from "../../sql/session.ts";
import type { CodeBackend, CodeFrame } from "./code-context.ts";
import type { CodeTools } from "./code-tools.ts";
import { type BatchWork, openSqlCodeContext, type SqlCodeBackend } from "./sql-code-context.ts";
import { callSqlCode } from "./sql-run-code.ts";

/** @param recorder records writes, and answers reads as far as it can @throws what the code throws */
export async function previewSqlCode(
  step: CodeStep,
  module: CodeModule,
  frame: Omit<CodeFrame, "types" | "tools"> & {
    readonly tools: Pick<CodeTools, "breathe" | "phases" | "onFloatingFailure">;
  },
  recorder: CodeBackend,
): Promise<void> {
  await callSqlCode(step, module, openSqlCodeContext(frame, previewBackend(step, frame, recorder)), frame.tools);
}

function previewBackend(
  { isTransaction }: CodeStep,
  { dialect }: Pick<CodeFrame, "dialect">,
  recorder: CodeBackend,
): SqlCodeBackend {
  async function* pages(text: string, values: readonly unknown[], pageSize: number): AsyncGenerator<readonly SqlRow[]> {
    const statement = { ...(await dialect.describe(text)), text };
    let pageState: string | undefined;
    do {
      const page = await recorder.fetch(statement, values, { pageSize, pageState });
      if (page.rows.length > 0) yield page.rows;
      ({ pageState } = page);
    } while (pageState !== undefined);
  }

  const port: SessionPort = {
    async send(text, values) {
      const description = await dialect.describe(text);
      if (description.facts.effect !== "none") {
        await recorder.send({ ...description, text: oneRowOf(text) }, values);
        return [];
      }
      const rows: SqlRow[] = [];
      for await (const page of pages(text, values, PAGE_SIZE)) for (const row of page) rows.push(row);
      return rows;
    },
    transaction: (work) => work(port),
  };

  return {
    isDryRun: true,
    enclosing: isTransaction === true ? "migration" : undefined,
    port,
    assertHeld() {},
    pages: (text, values, pageSize) => pages(text, values, pageSize),
    schema: recorder.schema,
    async batches(work) {
      const { name, size } = work;
      if (recorder.isFinished(name)) return 0;
      recorder.log(`${name}: works in batches of ${size}; this is the first`);
      return work.occupy(() => previewBatch(work, port));
    },
    isFinished: recorder.isFinished,
    finish: recorder.finish,
    unfinish: recorder.unfinish,
    log: recorder.log,
    progress: recorder.progress,
  };
}

const PAGE_SIZE = 5_000;

/** What `insert` makes of many rows is shown with one of them. */
function oneRowOf(text: string): string {
  const [, head, rest = ""] = /^(INSERT INTO .*? VALUES \(\$1(?:, \$\d+)*\)), \(\$(.*)$/s.exec(text) ?? [];
  return head !== undefined && rest.endsWith(" RETURNING *") ? `${head} RETURNING *` : text;
}

/** A whole table may take hours; one batch shows what is done to it. */
async function previewBatch({ options, set, size, carryOut }: BatchWork, port: SessionPort): Promise<number> {
  const { table, key, where, columns } = options;
  if (set !== undefined) {
    const { text, values } = batchUpdateText({ table, key: [], where }, set, undefined, undefined);
    await port.send(text, values);
    return 0;
  }
  const source = { table, key: [key].flat().map((name) => ({ name, type: "" })), where };
  const { text, values } = firstRowsText(source, columns, size);
  const rows = await port.send(text, values);
  if (rows.length > 0) await carryOut(rows, port);
  return rows.length;
}
