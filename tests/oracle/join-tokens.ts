// Turns tokens into a text with blanks, comments and letters of either case between and within them.
import type { Choice } from "./choice.ts";

const BLANKS = [
  " ",
  " ",
  " ",
  " ",
  " ",
  "\n",
  "\t",
  "  ",
  "\r\n",
  " /* c */ ",
  "/**/",
  " -- c\n",
  " // c ' \" $$\n",
  " /* -- */\n",
];
const KEYWORD = /^[A-Z_]+$/;
const STARTS_OR_ENDS_TIGHT = /^[(),;:[\]{}<>=!]/;

/** Where two tokens may touch they now and then do; the words of the grammar come in any case. */
export function joinTokens(tokens: readonly string[], choice: Choice): string {
  const isPlain = choice.isLikely(0.5);
  let text = "";
  let last = "";
  for (const token of tokens) {
    text += (last === "" ? "" : between(last, token, choice, isPlain)) + written(token, choice, isPlain);
    last = token;
  }
  return text + (choice.isLikely(0.2) ? choice.of([";", " ;", ";;", "; -- end", " "]) : "");
}

function between(left: string, right: string, choice: Choice, isPlain: boolean): string {
  const mayTouch =
    STARTS_OR_ENDS_TIGHT.test(left.slice(-1)) || STARTS_OR_ENDS_TIGHT.test(right) || left === "." || right === ".";
  // `expr(` is one token to the server.
  if (left === "expr" && right === "(") return " ";
  // `/` and `-` begin comments when one of their kind follows.
  if (/[-/]$/.test(left) || /^[-/]/.test(right)) return " ";
  if (isPlain) return mayTouch && !/[0-9.=]$/.test(left) && choice.isLikely(0.5) ? "" : " ";
  return mayTouch && choice.isLikely(0.3) ? "" : choice.of(BLANKS);
}

function written(token: string, choice: Choice, isPlain: boolean): string {
  if (!KEYWORD.test(token) || (isPlain && choice.isLikely(0.9))) return token;
  switch (choice.below(3)) {
    case 0:
      return token.toLowerCase();
    case 1:
      return token;
    default:
      return [...token].map((letter) => (choice.isLikely(0.5) ? letter.toLowerCase() : letter)).join("");
  }
}
