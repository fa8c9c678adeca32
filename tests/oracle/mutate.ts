// Damages statements: tokens and characters deleted, doubled, swapped, replaced, brackets broken, texts cut and spliced. Pure.
import type { Choice } from "./choice.ts";

/** Whole comments, strings and quoted names, words, blanks, any other character by itself. */
const PIECE =
  /\/\*[\s\S]*?\*\/|(?:--|\/\/)[^\n\r]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$|[A-Za-z0-9_]+|\s+|[\s\S]/gu;
const BRACKETS = "()[]{}<>";
const CHARACTERS = [
  ..."abzAEPT019_'\"$;:,.?()[]{}<>=!+-*/%&#@\\|^~`\n\r\t \u00b5\u00fc\u0131\u017f\u212a\u20ac\u{1f600}\u00a0\u2028\0",
];
const PIECES = (
  "SELECT FROM WHERE AND OR IF NOT EXISTS IN IS NULL NaN Infinity true false token count ttl cast json distinct key keys " +
  "expr( values entries full set list map tuple vector frozen int text counter date static primary with as of on to using " +
  "timestamp limit per partition order group by asc desc allow filtering contains like all create alter drop table type index " +
  "materialized view function aggregate trigger keyspace role user add rename compact storage clustering masked default unset " +
  'replace begin unlogged batch apply insert into update delete truncate use grant revoke describe internals only access x "" ' +
  "\"A\" '' 'a' $$a$$ ? :x : ; , . .. ( ) [ ] { } {} [] () < > <= >= = != += -= + - * / % 0 1 -1 1.5 1. .5 1e5 1..2 0x 0xf 1h P1D " +
  "-P1Y 123e4567-e89b-12d3-a456-426614174000 -- // /* */ $$ ' \" byte complex enum empty interval macaddr bitstring identity cidrs"
).split(" ");

export interface MutationSources {
  /** Texts to take parts from. */
  readonly corpus: readonly string[];
}

export function piecesOf(text: string): readonly string[] {
  return text.match(PIECE) ?? [];
}

/** One, two or three damages one after another. */
export function mutate(text: string, choice: Choice, sources: MutationSources): string {
  let mutated = text;
  do mutated = damage(mutated, choice, sources);
  while (choice.isLikely(0.25));
  return mutated;
}

function damage(text: string, choice: Choice, { corpus }: MutationSources): string {
  const kind = choice.below(17);
  if (kind < 4) return damageCharacters(text, choice, kind);
  const pieces = [...piecesOf(text)];
  const solid = pieces.flatMap((piece, index) => (piece.trim() === "" ? [] : [index]));
  if (solid.length === 0) return choice.of(PIECES);
  const at = choice.of(solid);
  const other = choice.of(solid);
  switch (kind) {
    case 4:
      pieces.splice(at, 1);
      break;
    case 5:
      pieces.splice(at, 0, choice.of(PIECES), " ");
      break;
    case 6:
      pieces.splice(at, 0, pieces[at] ?? "", choice.isLikely(0.5) ? " " : ", ");
      break;
    case 7:
      pieces[at] = choice.of(PIECES);
      break;
    case 8:
      pieces[at] = choice.of(piecesOf(choice.of(corpus)));
      break;
    case 9:
      [pieces[at], pieces[other]] = [pieces[other] ?? "", pieces[at] ?? ""];
      break;
    case 10:
      swapNeighbours(pieces, solid, choice);
      break;
    case 11:
      damageBrackets(pieces, choice);
      break;
    case 12:
      pieces.splice(Math.min(at, other), Math.abs(at - other) % 6);
      break;
    case 13:
      pieces.splice(at, 0, ...pieces.slice(Math.min(at, other), Math.min(at, other) + 1 + choice.below(6)));
      break;
    case 14:
      return withoutBlanks(pieces, choice);
    case 15:
      return splice(pieces, choice.of(corpus), choice);
    default:
      pieces.splice(at, 1, ...wrap(pieces[at] ?? "", choice));
  }
  return pieces.join("");
}

function damageCharacters(text: string, choice: Choice, kind: number): string {
  const characters = [...text];
  const at = choice.below(characters.length + 1);
  switch (kind) {
    case 0:
      characters.splice(at, 1);
      break;
    case 1:
      characters.splice(at, 0, choice.of(CHARACTERS));
      break;
    case 2:
      characters[at] = choice.of(CHARACTERS);
      break;
    default:
      if (choice.isLikely(0.3)) characters.length = at;
      else [characters[at], characters[at + 1]] = [characters[at + 1] ?? "", characters[at] ?? ""];
  }
  return characters.join("");
}

function swapNeighbours(pieces: string[], solid: readonly number[], choice: Choice): void {
  const index = choice.below(Math.max(1, solid.length - 1));
  const left = solid[index] ?? 0;
  const right = solid[index + 1] ?? left;
  [pieces[left], pieces[right]] = [pieces[right] ?? "", pieces[left] ?? ""];
}

function damageBrackets(pieces: string[], choice: Choice): void {
  const places = pieces.flatMap((piece, index) => (piece.length === 1 && BRACKETS.includes(piece) ? [index] : []));
  if (places.length === 0) {
    pieces.splice(choice.below(pieces.length + 1), 0, choice.of([...BRACKETS]));
    return;
  }
  const at = choice.of(places);
  if (choice.isLikely(0.3)) pieces.splice(at, 1);
  else if (choice.isLikely(0.5)) pieces[at] = choice.of([...BRACKETS]);
  else pieces.splice(at, 0, pieces[at] ?? "");
}

/** Tokens that touch are easily read as one, and some are. */
function withoutBlanks(pieces: readonly string[], choice: Choice): string {
  return pieces.filter((piece) => piece.trim() !== "" || choice.isLikely(0.6)).join("");
}

/** The head of one statement, the tail of another. */
function splice(pieces: readonly string[], other: string, choice: Choice): string {
  const tail = piecesOf(other);
  return [...pieces.slice(0, choice.below(pieces.length + 1)), ...tail.slice(choice.below(tail.length))].join("");
}

function wrap(piece: string, choice: Choice): readonly string[] {
  const [open = "", close = ""] = choice.of(["()", "[]", "{}", "<>", "''", '""', "-", "."].map((pair) => [...pair]));
  return [open, piece, close];
}
