// Turns written versions into canonical ones and puts those in order. Pure.

const VERSION = /^[0-9]+(?:[._][0-9]+)*$/;

/** Whether a text has the form of a version: ASCII digits, with single `.` or `_` between them. */
export function isVersionText(text: string): boolean {
  return VERSION.test(text);
}

/**
 * The canonical version: numbers joined by ".", without leading zeros and without trailing parts of zero, so that two
 * spellings of one version are one string: "001" and "1.0" are "1", "20260203_001" is "20260203.1", "0.0" is "0".
 * Numbers may be of any length. Undefined when the text is no version.
 */
export function parseVersion(text: string): string | undefined {
  // By far the commonest: one number.
  if (/^[0-9]+$/.test(text)) return text.replace(/^0+(?=[0-9])/, "");
  if (!isVersionText(text)) return undefined;
  const parts = text.split(/[._]/).map((part) => part.replace(/^0+(?=[0-9])/, ""));
  while (parts.length > 1 && parts.at(-1) === "0") parts.pop();
  return parts.join(".");
}

/** Orders canonical versions: number by number, a missing one is 0. Negative, zero or positive. */
export function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  let leftStart = 0;
  let rightStart = 0;
  while (leftStart < left.length && rightStart < right.length) {
    const leftEnd = endOfNumber(left, leftStart);
    const rightEnd = endOfNumber(right, rightStart);
    // Without leading zeros the longer number is the greater one, and equal lengths compare as texts.
    const byLength = leftEnd - leftStart - (rightEnd - rightStart);
    if (byLength !== 0) return byLength;
    const leftNumber = left.slice(leftStart, leftEnd);
    const rightNumber = right.slice(rightStart, rightEnd);
    if (leftNumber !== rightNumber) return leftNumber < rightNumber ? -1 : 1;
    leftStart = leftEnd + 1;
    rightStart = rightEnd + 1;
  }
  // One is the beginning of the other, and what follows is not all zeros.
  return left.length - right.length;
}

function endOfNumber(version: string, start: number): number {
  const dot = version.indexOf(".", start);
  return dot === -1 ? version.length : dot;
}
