// Lays out a sentence as lines of a comment. Pure.

const LINE_WIDTH = 110;

/** @returns with a line break behind every line */
export function wrapComment(text: string, opener: string, width: number = LINE_WIDTH): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && opener.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.map((each) => `${opener}${each}\n`).join("");
}

/** "it is lost" is "It is lost." */
export function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
