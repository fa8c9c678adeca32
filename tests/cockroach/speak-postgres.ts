// What is written for CockroachDB, in words that PostgreSQL takes. Enough of it for what tidemark writes and for the tests; pure.

/** A row of SHOW JOBS. */
export interface JobRow {
  readonly job_id: string;
  readonly job_type: string;
  readonly description: string;
  readonly status: string;
  readonly fraction_completed: number;
  readonly error: string;
  readonly created: string;
  readonly finished: string | null;
}

export interface Cockroach {
  /** What `version()` returns. */
  readonly version: string;
  readonly jobs: readonly JobRow[];
}

/** Settings that PostgreSQL does not know are kept in a class of their own. */
const SETTINGS =
  /\b(autocommit_before_ddl|default_transaction_use_follower_reads|sql_safe_updates|default_int_size)\b/g;
const JOB_COLUMNS =
  "job_id int8, job_type text, description text, status text, fraction_completed float8, error text, created timestamptz, finished timestamptz";

export function speakPostgres(statement: string, { version, jobs }: Cockroach): string {
  return statement
    .replaceAll(/\bversion\s*\(\s*\)/gi, () => `${quote(version)}::text`)
    .replaceAll(SETTINGS, (name, _group, at: number, all: string) => (isAlias(all, at) ? name : `cockroach.${name}`))
    .replaceAll(
      /\[\s*SHOW\s+JOBS\s*\]/gi,
      () => `json_to_recordset(${quote(JSON.stringify(jobs))}) AS jobs(${JOB_COLUMNS})`,
    )
    .replace(/^(\s*DROP DATABASE .*\S)\s+CASCADE\s*$/i, "$1 WITH (FORCE)")
    .replaceAll(/\bSTRING\b/g, "text")
    .replaceAll(/\bBYTES\b/g, "bytea");
}

/** Of a value that stands beside the text: the name of a setting. */
export function speakPostgresValue(value: Buffer): Buffer {
  const said = value.toString("utf8");
  const other = new RegExp(`^${SETTINGS.source}$`).test(said) ? `cockroach.${said}` : said;
  return other === said ? value : Buffer.from(other, "utf8");
}

function isAlias(all: string, at: number): boolean {
  return /\bAS\s+$/i.test(all.slice(Math.max(0, at - 8), at));
}

export function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
