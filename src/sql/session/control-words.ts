// Finds statements that would move the edges of a transaction behind the back of whoever keeps it. Pure.

const CONTROL = /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b/i;

/** "COMMIT", "SAVEPOINT": what a text begins with, comments left out; undefined for any other. */
export function transactionControlOf(text: string): string | undefined {
  return CONTROL.exec(text.slice(startOf(text)))?.[1]?.toUpperCase();
}

/** Where the first word stands. Comments nest. */
function startOf(text: string): number {
  let at = 0;
  for (;;) {
    while (/[\s;]/.test(text.charAt(at))) at += 1;
    if (text.startsWith("--", at)) {
      const end = text.indexOf("\n", at);
      at = end === -1 ? text.length : end + 1;
    } else if (text.startsWith("/*", at)) at = endOfComment(text, at);
    else return at;
  }
}

function endOfComment(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}
