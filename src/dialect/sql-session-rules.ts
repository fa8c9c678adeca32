// What the statements of one side may not do to the session that they run in: a part of it that runs elsewhere would go without
// it. Pure.
import type { Statement } from "../plan/statement.ts";
import { isUtf8, sessionChangeOf, valueSetBy } from "../sql/session-change.ts";
import { tokenRun } from "../sql/token-run.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { firstWords } from "../text/first-words.ts";
import type { Transactions } from "./sql-transactions.ts";

/** @param transactions of the statements, as `transactionsOf` says */
export function judgeSession(statements: readonly Statement[], transactions: Transactions): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  // Behind each statement, the first one that does not share its transaction.
  let elsewhere: Statement | undefined;
  for (let index = statements.length - 1; index >= 0; index -= 1) {
    const statement = statements[index];
    if (statement === undefined) continue;
    const next = statements[index + 1];
    const isShared = transactions[index] !== undefined && transactions[index] === transactions[index + 1];
    if (next !== undefined && !isShared) elsewhere = next;
    const refusal = refuseReading(statement) ?? (elsewhere && refuseLost(statement, elsewhere));
    if (refusal !== undefined) diagnostics.unshift(refusal);
  }
  return diagnostics;
}

function refuseLost(statement: Statement, elsewhere: Statement): Diagnostic | undefined {
  const change = sessionChangeOf(statement);
  if (change === undefined) return undefined;
  const message = `\`${change.what}\` does not reach \`${firstWords(elsewhere.text)}\`: the file is no single transaction, and that runs in another part of it`;
  const apart = "put what needs it into a migration of its own that is one transaction";
  const hint =
    change.kind === "setting"
      ? `name the schema in the statements, or ${apart} (with SET LOCAL), or set it for all of them in database.settings`
      : apart;
  return { message, hint, span: statement.span };
}

/** The file is read, and sent, in one way only. */
function refuseReading({ text, span, facts }: Statement): Diagnostic | undefined {
  if (facts.kind !== "set") return undefined;
  const run = tokenRun(text);
  const encoding = valueSetBy(run, "client_encoding");
  if (encoding !== undefined && encoding !== "default" && !isUtf8(encoding)) {
    return {
      message: `the file is sent as UTF-8, and \`${firstWords(text)}\` says that it is not`,
      hint: "save the file as UTF-8, and remove the statement",
      span,
    };
  }
  const conforming = valueSetBy(run, "standard_conforming_strings");
  if (conforming === undefined || conforming === "on" || conforming === "default") return undefined;
  return {
    message: `a backslash in '…' stands for itself here, and \`${firstWords(text)}\` says that it does not`,
    hint: "write E'…' where it is to be an escape, and remove the statement",
    span,
  };
}
