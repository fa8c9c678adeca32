// Connections are cut at random moments: before a request reaches the server, in the middle of it, after it and before its answer,
// between BEGIN and COMMIT and behind COMMIT. A run ends well or says what happened, and the next one gets to the end.
import assert from "node:assert/strict";
import { connect as connectTo, createServer, type Server, type Socket } from "node:net";
import type { Tally } from "../scenario.ts";
import { addTallies } from "../tally.ts";
import { generateSqlStory } from "./sql-story.ts";
import { assertAsReference, type SqlRound, withSqlWorld } from "./sql-world.ts";

const RUNS_MAX = 12;
const KINDS = ["before", "within", "after", "answer"] as const;
/** Exit codes of a run that was cut off: what it says is that the database could not be reached, or that it lost the lock. */
const TOLERATED: ReadonlySet<number> = new Set([0, 1, 3, 5]);

/** What is done to the request of this number: a write of the client's socket. */
interface Cut {
  readonly number: number;
  readonly kind: (typeof KINDS)[number];
  /** From 0 to 1, of the request's bytes. */
  readonly share: number;
}

export function sqlCut(round: SqlRound): Promise<Tally> {
  const { random } = round;
  const story = generateSqlStory(random, 4 + Math.floor(random() * 5));
  return withSqlWorld(round, story, async (world) => {
    const tallies: Tally[] = [{ worlds: 1 }];
    for (let runs = 0; runs < RUNS_MAX; runs += 1) {
      const kind = KINDS[Math.floor(random() * KINDS.length)] ?? "after";
      const cut = { number: 1 + Math.floor(random() * 40), kind, share: random() };
      const proxy = await startCuttingProxy(world.url, cut);
      const ended = await world.spawn(["migrate", "--json"], proxy.url).ended;
      await proxy.stop();
      assert.ok(TOLERATED.has(ended.exitCode), `${ended.exitCode}:\n${ended.stdout}${ended.stderr}`);
      if (proxy.hasCut()) tallies.push({ cuts: 1, [`cuts ${kind}`]: 1, ...(ended.exitCode === 0 && { survived: 1 }) });
      if (ended.exitCode === 0) break;
    }
    const last = await world.run(["migrate", "--json"]);
    assert.equal(last.exitCode, 0, `${last.stdout}${last.stderr}`);
    await assertAsReference(world);
    return addTallies(tallies);
  });
}

interface CuttingProxy {
  readonly url: string;
  hasCut(): boolean;
  stop(): Promise<void>;
}

async function startCuttingProxy(serverUrl: string, cut: Cut): Promise<CuttingProxy> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let requests = 0;
  let hasCut = false;
  const server: Server = createServer((client) => {
    const upstream = connectTo(Number(port), hostname);
    let drops = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.setNoDelay(true);
    }
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("close", () => upstream.end());
    upstream.on("close", () => client.destroy());
    upstream.on("data", (bytes) => {
      if (drops) end();
      else client.write(bytes);
    });
    client.on("data", (bytes) => {
      requests += 1;
      if (hasCut || requests !== cut.number) return void upstream.write(bytes);
      hasCut = true;
      switch (cut.kind) {
        case "before":
          return end();
        case "within":
          upstream.write(bytes.subarray(0, Math.floor(bytes.length * cut.share)), end);
          return undefined;
        case "after":
          // The server gets all of it, and finds nobody to answer to.
          client.destroy();
          upstream.end(bytes);
          return undefined;
        case "answer":
          drops = true;
          upstream.write(bytes);
          return undefined;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    hasCut: () => hasCut,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
