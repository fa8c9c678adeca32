// Turns the parts of a side into the body of a function in TypeScript. Notes what that needs beside it.
import { unreachable } from "../../base/assert.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { print } from "../printer/print.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, Table } from "../schema/schema.ts";
import { declaredParts } from "../schema/to-nodes/declared-parts.ts";
import { isCounter, isMultiCell } from "../schema/type-facts.ts";
import type { Support } from "./code-support.ts";
import { guardStatement } from "./guard-statement.ts";
import type {
  CopiedColumn,
  CopyColumnPart,
  CopyRowsPart,
  Part,
  PlannedStatement,
  ReadAsJson,
  SidePlan,
  StatementsPart,
} from "./side-plan.ts";
import { camelCase, listLines, propertyOf, stringLiteral, upperFirst } from "./typescript-text.ts";
import type { ValueConversion } from "./value-conversion.ts";
import { asSentence, wrapComment } from "./wrap-comment.ts";

const BODY = "    ";

/** What the functions of a file need beside them. Holds state: made for one file. */
export class CodeNeeds {
  readonly support: Set<Support> = new Set();
  /** By name: what a person has to write. */
  readonly leftOpen: Map<string, OpenFunction> = new Map();

  open(table: string, column: string, make: (name: string) => OpenFunction): string {
    const base = `${camelCase(column)}Of${upperFirst(camelCase(table))}`;
    let name = base;
    for (let at = 2; this.leftOpen.has(name); at++) name = `${base}${at}`;
    this.leftOpen.set(name, make(name));
    return name;
  }
}

export interface OpenFunction {
  readonly text: string;
  /** "`zip` of `addresses`" */
  readonly subject: string;
  /** What is to be done, as a sentence without a full stop. */
  readonly request: string;
}

/** Without copies, one statement after the other; with copies, each part once. */
export function writeParts({ parts }: SidePlan, needs: CodeNeeds): string {
  const [first, ...others] = parts;
  if (others.length === 0 && first?.kind === "statements") return writeStatements(first, BODY);
  return parts.map((part) => writePart(part, needs)).join("\n");
}

function writePart(part: Part, needs: CodeNeeds): string {
  switch (part.kind) {
    case "statements":
      return once(part.title, writeStatements(part, `${BODY}  `));
    case "copy-rows":
      return once(`copy ${part.from.name} into ${part.to.name}`, writeCopy(part, needs));
    case "copy-column": {
      const { from, to, table } = part;
      return once(`copy ${from.name} of ${table.name} into ${to.name}`, writeColumnCopy(part, needs));
    }
    default:
      return unreachable(part);
  }
}

function writeStatements({ statements }: StatementsPart, indent: string): string {
  return statements.map((each) => writeStatement(each, indent)).join("");
}

function once(name: string, body: string): string {
  return `${BODY}await ctx.once(${JSON.stringify(name)}, async () => {\n${body}${BODY}});\n`;
}

/** What an earlier try has made, the engine does not make again. */
function writeStatement({ node, remarks }: PlannedStatement, indent: string): string {
  const comments = remarks.map((remark) => wrapComment(asSentence(remark), `${indent}// `)).join("");
  return `${comments}${indent}await ctx.execute(${stringLiteral(print(guardStatement(node)), indent)});\n`;
}

function writeCopy(part: CopyRowsPart, needs: CodeNeeds): string {
  const { from, to, columns, isFresh, asJson } = part;
  needs.support.add("eachRow").add("countRows");
  const indent = `${BODY}  `;
  const inner = `${indent}  `;
  const timed = timedColumns(part).map(({ name }) => `, ${timeToLive(name)}`);
  const select = `SELECT ${readNames(declaredParts(from).columns, asJson)}${timed.join("")} FROM ${quoteIdentifier(from.name)}`;
  const isCounted = hasCounters(to);
  const truncate = JSON.stringify(`TRUNCATE TABLE ${quoteIdentifier(to.name)}`);
  const empty =
    isFresh || isCounted ? `${indent}// Of a try that was cut off.\n${indent}await ctx.execute(${truncate});\n` : "";
  const write = isCounted
    ? writeCounters(part, columns, inner, needs)
    : writeInsert(part, columns, inner, needs, timed.length > 0);
  const counts = [countSelect(from, asJson), countSelect(to, writtenAsJson(columns))]
    .map((text) => JSON.stringify(text))
    .join(", ");
  return (
    `${empty}${indent}await eachRow(ctx, ${JSON.stringify(select)}, async (row) => {\n` +
    `${writeLonePartition(part, inner, needs)}${write}${writeJsonCheck(part, columns, inner, needs)}${indent}});\n` +
    `${indent}await checkCount(ctx, ${counts});\n`
  );
}

/**
 * The columns that tell how long a row has to live. Those with many cells do not; and where there are static columns one
 * INSERT would give them the time of a row.
 */
export function timedColumns({ from, to, columns }: CopyRowsPart): readonly Column[] {
  const all = [...declaredParts(from).columns, ...declaredParts(to).columns];
  if (hasCounters(to) || all.some(({ kind }) => kind === "static")) return [];
  return columns.flatMap(({ from: source }) =>
    source?.kind === "regular" && !isMultiCell(source.type) && !isCounter(source.type) ? [source] : [],
  );
}

function hasCounters({ columns }: Table): boolean {
  return [...columns.values()].some(({ type }) => isCounter(type));
}

function timeToLive(column: string): string {
  return `ttl(${quoteIdentifier(column)}) AS ${quoteIdentifier(timeName(column))}`;
}

/** No server is asked for a column of this name by anybody else. */
function timeName(column: string): string {
  return `ttl of ${column}`;
}

function writeInsert(
  part: CopyRowsPart,
  columns: readonly CopiedColumn[],
  indent: string,
  needs: CodeNeeds,
  isTimed: boolean,
): string {
  const { to } = part;
  const marks = columns.map(markOf).join(", ");
  const using = isTimed ? " USING TTL ?" : "";
  const text = `INSERT INTO ${quoteIdentifier(to.name)} (${names(columns.map((each) => each.to))}) VALUES (${marks})${using}`;
  if (isTimed) needs.support.add("secondsLeft");
  const values = columns.map((column) => valueText(column, part, needs));
  const all = isTimed ? [...values, "secondsLeft(row)"] : values;
  return listLines(indent, `await ctx.execute(${JSON.stringify(text)}, `, all, ");");
}

function writeCounters(part: CopyRowsPart, columns: readonly CopiedColumn[], indent: string, needs: CodeNeeds): string {
  const { to } = part;
  const [counters, key] = [columns.filter((each) => !isKeyColumn(each)), columns.filter(isKeyColumn)];
  const sets = counters.map(({ to: { name } }) => `${quoteIdentifier(name)} = ${quoteIdentifier(name)} + ?`).join(", ");
  const text = `UPDATE ${quoteIdentifier(to.name)} SET ${sets} WHERE ${whereOf(key)}`;
  const values = [...counters, ...key].map((column) => valueText(column, part, needs));
  return listLines(indent, `await ctx.execute(${JSON.stringify(text)}, `, values, ");");
}

/** Static columns may stand in a partition without a row: then the clustering columns are null. */
function writeLonePartition(part: CopyRowsPart, indent: string, needs: CodeNeeds): string {
  const { from, to, columns, asJson } = part;
  const { clustering, columns: declared } = declaredParts(from);
  const [first] = clustering;
  if (first === undefined || !declared.some(({ kind }) => kind === "static")) return "";
  const ofPartition = columns.filter((each) => each.to.kind === "partition-key" || each.to.kind === "static");
  const isSaid = ofPartition.every(
    ({ from: source, to: { kind } }) =>
      source?.kind === "partition-key" || source?.kind === "static" || (kind === "static" && source === undefined),
  );
  const hasStatic = ofPartition.some(({ to: { kind } }) => kind === "static");
  const head = `${indent}if (${isNull(first.name, asJson)}) {\n`;
  const inner = `${indent}  `;
  if (!isSaid || !hasStatic) {
    const message = `a partition of \`${from.name}\` has static columns and no row: say in this file what becomes of it`;
    return `${head}${inner}throw new Error(${JSON.stringify(message)});\n${indent}}\n`;
  }
  const write = hasCounters(to)
    ? writeCounters(part, ofPartition, inner, needs)
    : writeInsert(part, ofPartition, inner, needs, false);
  const comment = `${inner}// Static columns of a partition without a row.\n`;
  const check = writeJsonCheck(part, ofPartition, inner, needs);
  return `${head}${comment}${write}${check}${inner}return;\n${indent}}\n`;
}

/** Counts see rows, and no values. */
function writeJsonCheck(
  part: CopyRowsPart,
  columns: readonly CopiedColumn[],
  indent: string,
  needs: CodeNeeds,
): string {
  const carried = columns.filter(({ conversion }) => conversion.kind === "json");
  if (carried.length === 0) return "";
  needs.support.add("checkJson");
  const texts = carried.map(({ from, to }) => readJson(to.name, from?.name ?? to.name)).join(", ");
  const key = columns.filter(isKeyColumn);
  const select = `SELECT ${texts} FROM ${quoteIdentifier(part.to.name)} WHERE ${whereOf(key)} LIMIT 1`;
  const values = key.map((column) => valueText(column, part, needs));
  return listLines(indent, `await checkJson(ctx, ${JSON.stringify(select)}, `, values, ", row);");
}

function valueText(column: CopiedColumn, { from, asJson }: CopyRowsPart, needs: CodeNeeds): string {
  const { from: source, to, conversion } = column;
  if (source === undefined || conversion.kind === "unknown") return `${openValue(column, from, asJson, needs)}(row)`;
  const value = readValue(source.name, asJson);
  // The text of null is "null"; and a function of the server takes no value that is left out.
  if (conversion.kind === "json") return value;
  if (!isKeyColumn(column)) {
    if (conversion.kind === "same") return `${value} ?? undefined`;
    return `${value} === null ? undefined : ${converted(value, conversion, needs)}`;
  }
  if (source.kind === "partition-key" || source.kind === "clustering") return converted(value, conversion, needs);
  needs.support.add("required");
  return converted(`required(${value}, ${JSON.stringify(to.name)}, row)`, conversion, needs);
}

function converted(value: string, conversion: ValueConversion, needs: CodeNeeds): string {
  if (conversion.kind !== "expression") return value;
  for (const support of conversion.needs) needs.support.add(support);
  return conversion.of(value);
}

function isKeyColumn({ to: { kind } }: CopiedColumn): boolean {
  return kind === "partition-key" || kind === "clustering";
}

function openValue({ from: source, to }: CopiedColumn, from: Table, asJson: ReadAsJson, needs: CodeNeeds): string {
  return needs.open(from.name, to.name, (name) => {
    const what = `\`${to.name}\` of \`${from.name}\``;
    const was = source === undefined ? "is new in the key" : `was ${printCqlType(source.type)}`;
    const found =
      source === undefined ? "the row ${JSON.stringify(row)}" : `\${String(${readValue(source.name, asJson)})}`;
    const text =
      `/** The value of ${what}, which ${was} and is to be ${printCqlType(to.type)}; undefined for none. */\n` +
      `function ${name}(row: ResultRow): unknown {\n` +
      `  throw new Error(\`say in \\\`${name}\\\` of this file what becomes of ${found}\`);\n}\n`;
    return { text, subject: what, request: `write \`${name}\`: ${what} ${was} and is to be ${printCqlType(to.type)}` };
  });
}

/** Static columns show partitions that have no row. */
function countSelect(table: Table, asJson: ReadAsJson): string {
  const { partitionKey, clustering, columns } = declaredParts(table);
  const isShown = columns.filter(({ name, kind }) => kind === "static" || partitionKey.includes(name));
  return `SELECT ${readNames([...isShown, ...clustering], asJson)} FROM ${quoteIdentifier(table.name)}`;
}

function writeColumnCopy({ table, from, to, conversion, asJson }: CopyColumnPart, needs: CodeNeeds): string {
  needs.support.add("eachRow");
  const indent = `${BODY}  `;
  const inner = `${indent}  `;
  const isStatic = from.kind === "static";
  const { partitionKey, clustering } = declaredParts(table);
  const key = [...partitionKey, ...(isStatic ? [] : clustering.map(({ name }) => name))];
  const [old, name, tableName] = [readName(from.name, asJson), quoteIdentifier(to.name), quoteIdentifier(table.name)];
  const where = key.map((each) => `${quoteIdentifier(each)} = ${asJson.has(each) ? FROM_JSON : "?"}`).join(" AND ");
  const keyValues = key.map((each) => readValue(each, asJson));
  const value = readValue(from.name, asJson);
  const columnText =
    conversion.kind === "unknown"
      ? `${openValue({ from, to, conversion }, table, asJson, needs)}(row)`
      : converted(value, conversion, needs);
  const hasTtl = !isMultiCell(from.type) && !isCounter(from.type);
  const chosen = `SELECT ${isStatic ? "DISTINCT " : ""}${key.map((each) => readName(each, asJson)).join(", ")}`;
  const extra = isCounter(from.type) ? `, ${name}` : hasTtl ? `, ${timeToLive(from.name)}` : "";
  const select = `${chosen}, ${old}${extra} FROM ${tableName}`;
  let write: string;
  if (isCounter(from.type)) {
    needs.support.add("counterStep");
    const text = `UPDATE ${tableName} SET ${name} = ${name} + ? WHERE ${where}`;
    const step = `counterStep(${propertyOf("row", to.name)}, ${value})`;
    write = listLines(inner, `await ctx.execute(${JSON.stringify(text)}, `, [step, ...keyValues], ");");
  } else {
    const text = `UPDATE ${tableName} ${hasTtl ? "USING TTL ? " : ""}SET ${name} = ${markOf({ conversion })} WHERE ${where}`;
    const ttl = hasTtl ? [`${propertyOf("row", timeName(from.name))} ?? 0`] : [];
    write = listLines(inner, `await ctx.execute(${JSON.stringify(text)}, `, [...ttl, columnText, ...keyValues], ");");
  }
  // Of what the driver has no objects for, the texts are compared.
  const written: ReadAsJson = asJson.has(from.name) ? new Set([to.name]) : new Set();
  const check = `${chosen}, ${old}, ${readName(to.name, written)} FROM ${tableName}`;
  const there = readValue(to.name, written);
  const arrived =
    conversion.kind === "json" ? `${there} === ${value}` : `${there} !== ${written.has(to.name) ? '"null"' : "null"}`;
  const message = `\`${to.name}\` of \`${table.name}\` lacks a value that \`${from.name}\` has`;
  return (
    `${indent}await eachRow(ctx, ${JSON.stringify(select)}, async (row) => {\n` +
    `${inner}if (${isNull(from.name, asJson)}) return;\n${write}${indent}});\n` +
    `${indent}// A dry run copies nothing.\n` +
    `${indent}if (ctx.dryRun) return;\n` +
    `${indent}await eachRow(ctx, ${JSON.stringify(check)}, async (row) => {\n` +
    `${inner}if (${isNull(from.name, asJson)} || ${arrived}) return;\n` +
    `${inner}throw new Error(${JSON.stringify(message)});\n${indent}});\n`
  );
}

const FROM_JSON = "fromJson(?)";

function markOf({ conversion }: Pick<CopiedColumn, "conversion">): string {
  return conversion.kind === "json" ? FROM_JSON : "?";
}

function whereOf(columns: readonly CopiedColumn[]): string {
  return columns.map((column) => `${quoteIdentifier(column.to.name)} = ${markOf(column)}`).join(" AND ");
}

function writtenAsJson(columns: readonly CopiedColumn[]): ReadAsJson {
  return new Set(columns.flatMap(({ to, conversion }) => (conversion.kind === "json" ? [to.name] : [])));
}

function readNames(columns: readonly { readonly name: string }[], asJson: ReadAsJson): string {
  return columns.map(({ name }) => readName(name, asJson)).join(", ");
}

function readName(column: string, asJson: ReadAsJson): string {
  return asJson.has(column) ? readJson(column, column) : quoteIdentifier(column);
}

/** Under the name of the column that it was in. */
function readJson(column: string, source: string): string {
  return `toJson(${quoteIdentifier(column)}) AS ${quoteIdentifier(jsonName(source))}`;
}

/** No server is asked for a column of this name by anybody else. */
function jsonName(column: string): string {
  return `json of ${column}`;
}

function readValue(column: string, asJson: ReadAsJson): string {
  return propertyOf("row", asJson.has(column) ? jsonName(column) : column);
}

function isNull(column: string, asJson: ReadAsJson): string {
  return `${readValue(column, asJson)} === ${asJson.has(column) ? '"null"' : "null"}`;
}

function names(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => quoteIdentifier(name)).join(", ");
}
