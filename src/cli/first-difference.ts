// The first line in which two texts differ. Pure.

export interface DifferingLine {
  /** From 1. */
  readonly line: number;
  /** Undefined: the text is over there. */
  readonly kept: string | undefined;
  readonly made: string | undefined;
}

/** A text as it is compared: the line ends of Windows, a mark of the encoding and empty lines at the end are no difference. */
export function comparableText(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n/g, "\n")
    .trimEnd();
}

export function firstDifference(keptText: string, madeText: string): DifferingLine | undefined {
  const keptLines = comparableText(keptText).split("\n");
  const madeLines = comparableText(madeText).split("\n");
  const count = Math.max(keptLines.length, madeLines.length);
  for (let index = 0; index < count; index++) {
    const [kept, made] = [keptLines[index], madeLines[index]];
    if (kept !== made) return { line: index + 1, kept, made };
  }
  return undefined;
}
