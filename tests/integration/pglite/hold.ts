// A process that has the lock of a directory until it is killed: `node hold.js DIRECTORY`. Says "held" when it has it.
import { lockDirectory } from "../../../src/adapters/sql/directory-lock.ts";

await lockDirectory(process.argv[2] ?? "", { waitMs: 5_000 });
console.log("held");
setInterval(() => undefined, 60_000);
