// Every way to disturb, by the number of nodes that it needs.
import { crowd } from "./crowd.ts";
import { heldSchema } from "./held-schema.ts";
import { kill } from "./kill.ts";
import { lostAnswers } from "./lost-answers.ts";
import { nodeDies } from "./node-dies.ts";
import { nodeDown } from "./node-down.ts";
import { pause } from "./pause.ts";
import { pausedReplica } from "./paused-replica.ts";
import type { Scenario } from "./scenario.ts";
import { serverStop } from "./server-stop.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...[kill, crowd, pause, serverStop, lostAnswers],
  ...[heldSchema, nodeDown, nodeDies, pausedReplica],
];
