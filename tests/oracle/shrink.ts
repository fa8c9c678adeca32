// Makes a text on which two parsers disagree as short as it will go, by leaving out parts while they still disagree.
import { type Disagreement, firstDisagreement } from "./compare-verdicts.ts";
import { piecesOf } from "./mutate.ts";
import type { ServerOracle } from "./server-oracle.ts";

const ROUNDS_MAX = 300;
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

export async function shrink(found: Disagreement, oracle: ServerOracle): Promise<Disagreement> {
  let smallest = found;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const pieces = piecesOf(smallest.text);
    const smaller = await firstDisagreement(shorter(smallest.text, withoutGroups(pieces)), oracle);
    const next = smaller ?? (await firstDisagreement(shorter(smallest.text, withoutPieces(pieces)), oracle));
    if (next === undefined) return smallest;
    smallest = next;
  }
  return smallest;
}

function shorter(text: string, candidates: readonly string[]): readonly string[] {
  const unique = new Set(candidates);
  return [...unique].filter((each) => each.length < text.length || (each.length === text.length && each < text));
}

/** All comments at once, then what stands in brackets, with the brackets or without, and brackets around what stays. */
function withoutGroups(pieces: readonly string[]): readonly string[] {
  const plain = pieces.map((piece) => (/^(\/\*|--|\/\/)/.test(piece) ? " " : piece)).join("");
  const groups = pieces.flatMap((piece, start) => {
    const end = closerIndex(pieces, start, CLOSERS[piece]);
    return end === undefined ? [] : [{ start, end }];
  });
  const without = groups
    .sort((left, right) => right.end - right.start - (left.end - left.start))
    .flatMap(({ start, end }) => [
      [...pieces.slice(0, start), ...pieces.slice(end + 1)].join(""),
      [...pieces.slice(0, start + 1), ...pieces.slice(end)].join(""),
      [...pieces.slice(0, start), ...pieces.slice(start + 1, end), ...pieces.slice(end + 1)].join(""),
    ]);
  return [plain.replace(/\s+/g, " "), ...without];
}

/** Many pieces first, then single ones, then pieces made plain. */
function withoutPieces(pieces: readonly string[]): readonly string[] {
  const candidates: string[] = [];
  for (let size = Math.ceil(pieces.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < pieces.length; start += size) {
      candidates.push([...pieces.slice(0, start), ...pieces.slice(start + size)].join(""));
    }
  }
  for (const [index, piece] of pieces.entries()) {
    for (const plain of plainer(piece)) {
      candidates.push([...pieces.slice(0, index), plain, ...pieces.slice(index + 1)].join(""));
    }
  }
  return candidates;
}

function plainer(piece: string): readonly string[] {
  if (/^\s+$/.test(piece)) return [" "];
  if (piece.startsWith("'")) return ["1", "'a'"];
  if (piece.startsWith('"')) return ["x", '"a"'];
  return /^[a-z_0-9]+$/i.test(piece) ? ["x", "1"] : [];
}

function closerIndex(pieces: readonly string[], start: number, closer: string | undefined): number | undefined {
  if (closer === undefined) return undefined;
  let depth = 0;
  for (let index = start; index < pieces.length; index++) {
    if (pieces[index] === pieces[start]) depth++;
    if (pieces[index] === closer && --depth === 0) return index;
  }
  return undefined;
}
