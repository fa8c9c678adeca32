// Rows of the catalog as they come from a driver, read cell by cell. Pure.

export type CatalogRow = Readonly<Record<string, unknown>>;

export function textOf(row: CatalogRow, name: string): string {
  return String(row[name] ?? "");
}

/** Nothing for NULL, and for the empty text. */
export function optionalText(row: CatalogRow, name: string): string | undefined {
  const value = row[name];
  return value === null || value === undefined || value === "" ? undefined : String(value);
}

export function isTrue(row: CatalogRow, name: string): boolean {
  return row[name] === true;
}

export function textsOf(row: CatalogRow, name: string): readonly string[] {
  const value = row[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** The rows by what stands in one of their columns, each list in the order of the rows. */
export function groupRows(rows: readonly CatalogRow[], name: string): ReadonlyMap<string, readonly CatalogRow[]> {
  const groups = new Map<string, CatalogRow[]>();
  for (const row of rows) {
    const key = textOf(row, name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** By UTF-16, whatever the collation of the database. */
export function byName<Named extends { readonly name: string }>(list: readonly Named[]): readonly Named[] {
  return [...list].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}
