// Messages of a server about the statement under way → its result, for one statement after the other.
import type { ResultRow } from "../../migration/code-migration.ts";
import type { SqlNotice, SqlResult, SqlStatement } from "./connection.ts";
import { type ParseValue, valueParsers } from "./value-types.ts";

export interface AnswerCollector {
  /** Of the statements that are done. */
  readonly results: readonly SqlResult[];
  takeColumns(fields: readonly { readonly name: string; readonly dataTypeID: number }[]): void;
  takeRow(values: readonly (string | null)[]): void;
  takeNotice(notice: SqlNotice): void;
  /** @param tag "INSERT 0 5", "CREATE TABLE"; undefined: there was nothing in the statement */
  complete(tag: string | undefined): void;
}

/** @param statements in the order of their answers */
export function collectAnswers(statements: readonly Pick<SqlStatement, "ignoresRows">[]): AnswerCollector {
  const results: SqlResult[] = [];
  let columns: readonly { readonly name: string; readonly parse: ParseValue | undefined }[] = [];
  let rows: ResultRow[] = [];
  let notices: SqlNotice[] = [];
  let sinceMs = performance.now();
  return {
    results,
    takeColumns(fields) {
      columns = fields.map(({ name, dataTypeID }) => ({ name, parse: valueParsers.get(dataTypeID) }));
    },
    takeRow(values) {
      if (statements[results.length]?.ignoresRows === true) return;
      const row: Record<string, unknown> = {};
      columns.forEach(({ name, parse }, index) => {
        const text = values[index] ?? null;
        row[name] = text === null || parse === undefined ? text : parse(text);
      });
      rows.push(row);
    },
    takeNotice(notice) {
      notices.push(notice);
    },
    complete(tag) {
      const count = /\d+$/.exec(tag ?? "");
      const nowMs = performance.now();
      results.push({
        rows,
        rowCount: count === null ? undefined : Number(count[0]),
        notices,
        durationMs: nowMs - sinceMs,
      });
      sinceMs = nowMs;
      columns = [];
      rows = [];
      notices = [];
    },
  };
}
