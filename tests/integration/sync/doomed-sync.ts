// A sync in a process of its own that stops for ever right after one statement: to be killed.
// Arguments: host:port, keyspace, the index of that statement.
import { writeSync } from "node:fs";
import { Tidemark } from "../../../src/tidemark.ts";
import { EVERYTHING } from "./shop-models.ts";

const [contactPoint = "", keyspace = "", stopIndex = "0"] = process.argv.slice(2);
const tidemark = await Tidemark.open({ contactPoints: [contactPoint], keyspace, lockTtl: "3s" });
await tidemark.sync(EVERYTHING, {
  onEvent(event) {
    if (event.kind !== "step-finished" || event.step.index !== Number(stopIndex)) return;
    writeSync(1, "stopped\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
