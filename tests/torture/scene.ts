// What a story knows of its keyspace while it is being made up: which names are taken, what each table looks like.
import type { Client } from "cassandra-driver";

/** Whether a statement was carried out, by what is there. */
export type Check = (client: Client, keyspace: string) => Promise<boolean>;

export interface Statement {
  readonly text: string;
  /** For what is not the same twice. */
  readonly wasCarriedOut?: Check;
}

/** A few statements and those that undo them. */
export interface Deed {
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

export interface SceneTable {
  readonly name: string;
  key: string;
  readonly columns: Map<string, string>;
  /** Column → index. */
  readonly indexes: Map<string, string>;
  readonly rowIds: number[];
  comment: string;
}

export interface SceneType {
  readonly name: string;
  readonly fields: Map<string, string>;
  isUsed: boolean;
}

/** Changes as the story goes on. No name and no id is used for two things. */
export interface Scene {
  readonly tables: SceneTable[];
  readonly types: SceneType[];
  readonly sharedIds: number[];
  readonly newId: () => number;
}

export function newScene(): Scene {
  let id = 0;
  return { tables: [], types: [], sharedIds: [], newId: () => ++id };
}

/** The tables that stay: each row is the trace of one statement, or of one and those that undo it. */
export const LEDGER: Deed = {
  up: [
    { text: "CREATE TABLE counts (id int, part int, n counter, PRIMARY KEY (id, part))" },
    { text: "CREATE TABLE IF NOT EXISTS lists (id int PRIMARY KEY, v list<int>)" },
    // A second row of one id shows that a statement ran twice.
    { text: "CREATE TABLE stamps (id int, at timeuuid, u uuid, PRIMARY KEY (id, at))" },
    { text: "CREATE TABLE claims (id int PRIMARY KEY, v int, tries list<int>)" },
    { text: "CREATE TABLE IF NOT EXISTS plain (id int PRIMARY KEY, v text, n int, s set<int>, m map<text, int>)" },
  ],
  down: [
    { text: "DROP TABLE IF EXISTS plain" },
    { text: "DROP TABLE claims" },
    { text: "DROP TABLE stamps" },
    { text: "DROP TABLE IF EXISTS lists" },
    { text: "DROP TABLE counts" },
  ],
};
