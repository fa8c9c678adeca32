// Turns rows into INSERT statements: as many rows in one as its parameters allow. Pure.
import { ToolError } from "../../base/errors.ts";
import type { SqlName, SqlRow } from "../session.ts";
import { quoteColumn, quoteTable } from "./names.ts";
import type { SqlText } from "./select-text.ts";

/** The protocol counts parameters in 16 bits. */
export const PARAMETERS_MAX = 65_535;

/** No statement for no rows. @throws ToolError "usage" for rows that do not have the same columns */
export function insertTexts(table: SqlName, given: SqlRow | readonly SqlRow[]): readonly SqlText[] {
  const rows = isList(given) ? given : [given];
  const into = `INSERT INTO ${quoteTable(table)}`;
  const [first] = rows;
  if (first === undefined) return [];
  for (const [index, row] of rows.entries()) refuseRow(row, index, first);
  const names = Object.keys(first);
  if (names.length > PARAMETERS_MAX) throw new ToolError("usage", `a row has more than ${PARAMETERS_MAX} columns`);
  // DEFAULT VALUES takes one row.
  if (names.length === 0) return rows.map(() => ({ text: `${into} DEFAULT VALUES RETURNING *`, values: [] }));
  const columns = names.map(quoteColumn).join(", ");
  const rowsMax = Math.floor(PARAMETERS_MAX / names.length);
  const texts: SqlText[] = [];
  for (let from = 0; from < rows.length; from += rowsMax) {
    const chunk = rows.slice(from, from + rowsMax);
    const values = chunk.flatMap((row) => names.map((name) => row[name]));
    const places = chunk.map((_, row) => `(${names.map((_name, at) => `$${row * names.length + at + 1}`).join(", ")})`);
    texts.push({ text: `${into} (${columns}) VALUES ${places.join(", ")} RETURNING *`, values });
  }
  return texts;
}

function isList(given: SqlRow | readonly SqlRow[]): given is readonly SqlRow[] {
  return Array.isArray(given);
}

function refuseRow(row: SqlRow, index: number, first: SqlRow): void {
  const place = `row ${index + 1}`;
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    throw new ToolError("usage", `${place} of insert is no object of columns and values`);
  }
  const [missing] = Object.keys(first).filter((name) => !Object.hasOwn(row, name));
  const [more] = Object.keys(row).filter((name) => !Object.hasOwn(first, name));
  if (missing !== undefined || more !== undefined) {
    const what =
      missing === undefined ? `${place} has \`${more}\`, row 1 has not` : `row 1 has \`${missing}\`, ${place} has not`;
    throw new ToolError("usage", `rows of one insert must have the same columns: ${what}`, {
      hint: "give null where a row has no value, or insert rows with other columns by themselves",
    });
  }
  const [unset] = Object.entries(row).filter(([, value]) => value === undefined);
  if (unset !== undefined) {
    throw new ToolError("usage", `${place} of insert has no value for \`${unset[0]}\``, {
      hint: "give null, or leave the column out of all rows for its default",
    });
  }
}
