// Colour and alignment for people. Colour only on a terminal, and never when it is unwanted.
import pc from "picocolors";

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

export function styleFor(isColored: boolean): Style {
  const { bold, dim, green, red, yellow } = pc.createColors(isColored);
  return { bold, dim, good: green, bad: red, warn: yellow };
}

/** https://no-color.org and https://force-color.org */
export function wantsColor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
  isRefused: boolean,
): boolean {
  if (isRefused || (env.NO_COLOR ?? "") !== "") return false;
  if ((env.FORCE_COLOR ?? "") !== "") return env.FORCE_COLOR !== "0";
  return isTerminal && env.TERM !== "dumb";
}

export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

/** Rows as columns, two spaces apart; the last column is not padded. Widths are counted without colour. */
export function renderColumns(rows: readonly (readonly (Cell | string)[])[]): string {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === "string" ? { text: cell } : cell)));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [index, { text }] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, text.length);
  }
  return cells
    .map((row) =>
      row
        .map(({ text, paint = same }, index) => {
          const padding = index === row.length - 1 ? "" : " ".repeat((widths[index] ?? 0) - text.length);
          return paint(text) + padding;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function same(text: string): string {
  return text;
}

/** "2026-11-21 09:17:36", in the zone of the machine. */
export function renderTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** "1 migration", "3 migrations" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
