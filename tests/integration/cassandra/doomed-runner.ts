// A runner in a process of its own that stops for ever right after one statement, before it can record it: to be killed.
// Arguments: host, port, keyspace, the files as JSON, the index of that statement.
import { writeSync } from "node:fs";
import { migrate } from "../../../src/engine/migrate.ts";
import { migrationsOf } from "../../../src/testing/memory-runner.ts";
import { realRunner } from "./real-runner.ts";
import { openTarget } from "./server.ts";

const [host = "", port = "", keyspace = "", files = "{}", stopIndex = "0"] = process.argv.slice(2);
const target = await openTarget({ host, port: Number(port) }, keyspace);
const { context, planOptions } = realRunner(target, 2_000);
await migrate(
  {
    ...context,
    emit(event) {
      if (event.kind !== "step-finished" || event.step.index !== Number(stopIndex)) return;
      writeSync(1, "stopped\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
  { ...planOptions, migrations: migrationsOf(JSON.parse(files)) },
);
