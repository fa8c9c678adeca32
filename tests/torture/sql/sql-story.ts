// A random number generator → SQL migrations that leave a mark for each statement that is carried out, so that once can be told
// from twice and from never. Pure but for the generator's own state.
import type { Random } from "../scenario.ts";

export interface SqlStory {
  /** Name → text, with up and down side; versions are 1, 2, … */
  readonly files: Readonly<Record<string, string>>;
  readonly migrationCount: number;
}

interface Sides {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Long enough to be hit in the middle. */
const PAUSE_S_MAX = 0.08;

export function generateSqlStory(random: Random, migrationCount: number): SqlStory {
  const files: Record<string, string> = { "V1__marks.sql": FIRST };
  for (let number = 2; number <= migrationCount; number += 1) {
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? inOneTransaction;
    const { up, down } = kind(number, random);
    files[`V${number}__${kind.name.toLowerCase()}.sql`] = `${print(up)}-- @down\n${print(down)}`;
  }
  return { files, migrationCount };
}

const FIRST = `
CREATE TABLE marks (what text NOT NULL);
CREATE TABLE counters (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO counters VALUES ('all', 0);
-- @down
DROP TABLE counters;
DROP TABLE marks;
`;

/** All of it or none: an UPDATE that adds would show a second time. */
function inOneTransaction(number: number, random: Random): Sides {
  return {
    up: [
      `CREATE TABLE t${number} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text)`,
      mark(`up ${number}.1`),
      pause(random),
      "UPDATE counters SET value = value + 1 WHERE name = 'all'",
      `INSERT INTO t${number} (note) SELECT 'row ' || n FROM generate_series(1, 100) AS n`,
      mark(`up ${number}.2`),
    ],
    down: [
      mark(`down ${number}.1`),
      "UPDATE counters SET value = value + 1000 WHERE name = 'all'",
      pause(random),
      `DROP TABLE t${number}`,
    ],
  };
}

/** Statements that stand alone between transactions: the journal keeps the place. */
function withConcurrentIndexes(number: number, random: Random): Sides {
  return {
    up: [
      `CREATE TABLE t${number} (id int PRIMARY KEY, a int, b int)`,
      `INSERT INTO t${number} SELECT n, n % 7, n % 11 FROM generate_series(1, 20000) AS n`,
      mark(`up ${number}.1`),
      `CREATE INDEX CONCURRENTLY t${number}_a ON t${number} (a)`,
      "UPDATE counters SET value = value + 1 WHERE name = 'all'",
      pause(random),
      mark(`up ${number}.2`),
      `CREATE UNIQUE INDEX CONCURRENTLY t${number}_id_b ON t${number} (id, b)`,
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS t${number}_b ON t${number} (b)`,
    ],
    down: [
      `DROP INDEX CONCURRENTLY t${number}_b`,
      mark(`down ${number}.1`),
      `DROP INDEX CONCURRENTLY IF EXISTS t${number}_a`,
      `DROP TABLE t${number}`,
    ],
  };
}

/** Each statement by itself, with its record where it can be in a transaction. */
function asTold(number: number, random: Random): Sides {
  const { up, down } = inOneTransaction(number, random);
  return { up: ["-- @no-transaction", ...up, `VACUUM t${number}`], down };
}

function withEnums(number: number, random: Random): Sides {
  return {
    up: [
      `CREATE TYPE state${number} AS ENUM ('new')`,
      `CREATE TABLE t${number} (id int PRIMARY KEY, state state${number} NOT NULL)`,
      mark(`up ${number}.1`),
      pause(random),
      `ALTER TYPE state${number} ADD VALUE 'done'`,
      `INSERT INTO t${number} VALUES (1, 'done')`,
      mark(`up ${number}.2`),
    ],
    down: [mark(`down ${number}.1`), `DROP TABLE t${number}`, `DROP TYPE state${number}`],
  };
}

const KINDS: readonly ((number: number, random: Random) => Sides)[] = [
  inOneTransaction,
  inOneTransaction,
  withConcurrentIndexes,
  asTold,
  withEnums,
];

function mark(what: string): string {
  return `INSERT INTO marks VALUES ('${what}')`;
}

function pause(random: Random): string {
  return `SELECT pg_sleep(${(random() * PAUSE_S_MAX).toFixed(3)})`;
}

function print(statements: readonly string[]): string {
  return statements.map((text) => (text.startsWith("--") ? `${text}\n` : `${text};\n`)).join("");
}
