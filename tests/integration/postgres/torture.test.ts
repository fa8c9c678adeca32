// Goal: nothing is lost and nothing is done twice, whatever becomes of runners and connections.
// Method: a round of each way to disturb them; `npm run torture -- --sql` goes on for as long as it is told.
import { createHash } from "node:crypto";
import { test } from "node:test";
import { mulberry } from "../../crash/mulberry.ts";
import type { Tally } from "../../torture/scenario.ts";
import { sqlCrowd } from "../../torture/sql/sql-crowd.ts";
import { sqlCut } from "../../torture/sql/sql-cut.ts";
import { sqlKill } from "../../torture/sql/sql-kill.ts";
import type { SqlRound } from "../../torture/sql/sql-world.ts";
import { withPostgres } from "./server.ts";

const SCENARIOS: Readonly<Record<string, (round: SqlRound) => Promise<Tally>>> = {
  kill: sqlKill,
  crowd: sqlCrowd,
  cut: sqlCut,
};
const ROUNDS = 2;

withPostgres("tortured runs on PostgreSQL", (serverUrl) => {
  for (const [name, play] of Object.entries(SCENARIOS)) {
    for (let number = 1; number <= ROUNDS; number += 1) {
      test(`${name}, round ${number}: the world is as if nothing had happened`, async (t) => {
        const random = mulberry(createHash("sha256").update(`${name} ${number}`).digest().readUInt32LE());
        const log: string[] = [];
        try {
          t.diagnostic(JSON.stringify(await play({ serverUrl, random, log: (text) => void log.push(text) })));
        } catch (error) {
          throw new Error(`${error}\n${log.join("\n")}`, { cause: error });
        }
      });
    }
  }
});
