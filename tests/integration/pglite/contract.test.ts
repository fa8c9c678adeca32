import { after } from "node:test";
import { historyContract } from "../../../src/testing/history-contract.ts";
import { targetContract } from "../../../src/testing/target-contract.ts";
import { embeddedWorlds } from "./world.ts";

const worlds = embeddedWorlds();
after(() => worlds.close());

historyContract("PGlite", worlds.open);
targetContract("PGlite", worlds.open);
