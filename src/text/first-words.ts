// A statement as a message names it. Pure.

const WORDS = 6;

/** "INSERT INTO users (id, name) VALUES …" */
export function firstWords(text: string): string {
  const words = text.trim().split(/\s+/, WORDS + 1);
  return words.length <= WORDS ? words.join(" ") : `${words.slice(0, WORDS).join(" ")} …`;
}
