// The functions that generated code calls, each written into the file that needs it. Data.

export type Support =
  | "eachRow"
  | "countRows"
  | "secondsLeft"
  | "required"
  | "wholeNumber"
  | "milliseconds"
  | "withFields"
  | "counterStep"
  | "checkJson";

/** In the order in which they stand. */
export const SUPPORT: Readonly<Record<Support, string>> = {
  eachRow: `/** Page by page: the rows of a page at once, and never more of them in memory. */
async function eachRow(
  ctx: MigrationContext,
  select: string,
  work: (row: ResultRow) => Promise<void>,
): Promise<void> {
  let done = 0;
  for await (const page of ctx.query(select).pages()) {
    await Promise.all(page.map(work));
    done += page.length;
    ctx.progress(done);
  }
}
`,
  countRows: `/** Stops before anything is dropped when rows are missing: two rows that got one key are one row. */
async function checkCount(ctx: MigrationContext, from: string, to: string): Promise<void> {
  const [before, after] = [await countRows(ctx, from), await countRows(ctx, to)];
  // A dry run copies nothing.
  if (after < before && !ctx.dryRun) {
    throw new Error(\`\${before - after} rows are missing: "\${from}" gives \${before}, "\${to}" gives \${after}\`);
  }
}

/** COUNT(*) of a big table runs into the server's time limit; pages do not. */
async function countRows(ctx: MigrationContext, select: string): Promise<number> {
  let count = 0;
  for await (const page of ctx.query(select).pages()) count += page.length;
  return count;
}
`,
  secondsLeft: `/** How long a row has to live: 0 for ever, undefined where no value tells, so that the default of the table holds. */
function secondsLeft(row: ResultRow): number | undefined {
  let longest: number | undefined;
  for (const [name, seconds] of Object.entries(row)) {
    if (!name.startsWith("ttl of ")) continue;
    const column = name.slice("ttl of ".length);
    if (row[column] === null || row[\`json of \${column}\`] === "null") continue;
    if (seconds === null) return 0;
    longest = Math.max(longest ?? 0, Number(seconds));
  }
  return longest;
}
`,
  required: `function required(value: unknown, column: string, row: ResultRow): unknown {
  if (value !== null && value !== undefined) return value;
  throw new Error(\`a row has no "\${column}", which is part of the new key: \${JSON.stringify(row)}\`);
}
`,
  wholeNumber: `/** The same number, or an error: nothing is cut. */
function wholeNumber(value: unknown, bits?: number): number | string {
  const text = String(value);
  const fits = /^[+-]?\\d+$/.test(text) && (bits === undefined || BigInt(text) === BigInt.asIntN(bits, BigInt(text)));
  if (!fits) throw new Error(\`"\${text}" is no whole number\${bits === undefined ? "" : \` of \${bits} bits\`}\`);
  return bits !== undefined && bits <= 32 ? Number(text) : text;
}
`,
  milliseconds: `/** Of a timestamp that a Date can hold: the years from -271,821 to 275,760. */
function milliseconds(value: unknown): string {
  const time = (value as Date).getTime();
  if (Number.isNaN(time)) throw new Error("a timestamp is beyond what a Date can hold");
  return String(time);
}
`,
  withFields: `/** A value of a user-defined type with some of its fields converted. */
function withFields(value: unknown, convert: Readonly<Record<string, (field: unknown) => unknown>>): unknown {
  const fields = { ...(value as Record<string, unknown>) };
  for (const [name, change] of Object.entries(convert)) {
    const field = fields[name];
    if (field !== null && field !== undefined) fields[name] = change(field);
  }
  return fields;
}
`,
  checkJson: `/** What the driver has no objects for is looked at where it was written. */
async function checkJson(ctx: MigrationContext, select: string, key: readonly unknown[], row: ResultRow): Promise<void> {
  // A dry run writes nothing.
  const there = ctx.dryRun ? undefined : await ctx.query(select, key).first();
  for (const [name, text] of Object.entries(there ?? {})) {
    if (text !== row[name]) throw new Error(\`\${name}: \${String(row[name])} was written, "\${select}" gives \${String(text)}\`);
  }
}
`,
  counterStep: `/** A counter is not set, only moved: by what it lacks, so that a second try adds nothing. */
function counterStep(there: unknown, wanted: unknown): string {
  return String(BigInt(String(wanted ?? 0)) - BigInt(String(there ?? 0)));
}
`,
};
