// A proxy before a real PostgreSQL that passes for CockroachDB: it answers with its version and its jobs, puts its statements into words
// that PostgreSQL takes, and has a chosen statement fail, or the connection end, as they do there. It reads the protocol, version 3,
// message by message, so that several statements may stand before one Sync.
import { type AddressInfo, createServer, connect as openSocket, type Socket } from "node:net";
import { type Cockroach, type JobRow, quote, speakPostgres, speakPostgresValue } from "./speak-postgres.ts";
import {
  bindBytes,
  CANCEL_REQUEST,
  GSS_REQUEST,
  messageBytes,
  messagesOf,
  readBind,
  readText,
  SSL_REQUEST,
  sayingBytes,
  text,
  type WireMessage,
} from "./wire-messages.ts";

export interface ProxyRequest {
  /** Of all statements to this proxy, from 1. */
  readonly number: number;
  /** As the client wrote it. */
  readonly text: string;
}

export type Fault =
  /** The server does nothing of it, and says this. */
  | { readonly kind: "refuse"; readonly code: string; readonly message: string }
  /** The server carries it out, and says this. */
  | { readonly kind: "refuse-after"; readonly code: string; readonly message: string }
  /** Both sockets are cut before the server gets it. */
  | { readonly kind: "cut-before" }
  /** The server carries it out, and both sockets are cut in place of its answer. */
  | { readonly kind: "cut-after" }
  /** The server says something beside it. */
  | { readonly kind: "notice"; readonly message: string };

export interface CockroachProxy {
  readonly host: string;
  readonly port: number;
  /** The URL of a database behind it. */
  url(database: string): string;
  /** Statements so far, in the order in which they came. */
  readonly requests: readonly ProxyRequest[];
  /** Values so far that stood beside them. */
  readonly values: readonly string[];
  /** What CockroachDB would not have taken, or not as it was meant. */
  readonly violations: readonly string[];
  /** What SHOW JOBS says from now on. */
  setJobs(jobs: readonly Partial<JobRow>[]): void;
  close(): Promise<void>;
}

export interface CockroachProxyOptions {
  readonly server: { readonly host: string; readonly port: number };
  /** "25.2.1" by default */
  readonly version?: string;
  /** Called once for each statement, in the order in which they come. */
  readonly choose?: (request: ProxyRequest) => Fault | undefined;
}

/** Listens on a loopback address, on a port of its own. */
export async function startCockroachProxy(options: CockroachProxyOptions): Promise<CockroachProxy> {
  const { server, version = "25.2.1", choose = () => undefined } = options;
  const requests: ProxyRequest[] = [];
  const values: string[] = [];
  const violations: string[] = [];
  const sockets = new Set<Socket>();
  let jobs: readonly JobRow[] = [];

  function see(statement: string): Statement {
    const request = { number: requests.length + 1, text: statement };
    requests.push(request);
    const said: Cockroach = { version: `CockroachDB CCL v${version} (x86_64-pc-linux-gnu, proxy)`, jobs };
    return { request, fault: choose(request), spoken: speakPostgres(statement, said) };
  }

  const listener = createServer((client) => {
    const upstream = openSocket({ host: server.host, port: server.port, noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      // Whoever cut it is gone; "close" follows.
      socket.on("error", () => undefined);
    }
    converse({ client, upstream, see, values, violations });
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", resolve);
  });
  // Of a server that listens on a port, and not on a pipe.
  const { port } = listener.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    url: (database) => `cockroach://postgres@127.0.0.1:${port}/${database}`,
    requests,
    values,
    violations,
    setJobs(given) {
      jobs = given.map((job) => ({ ...USUAL_JOB, ...job }));
    },
    close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

const USUAL_JOB: JobRow = {
  job_id: "1145445286329516033",
  job_type: "NEW SCHEMA CHANGE",
  description: "",
  status: "running",
  fraction_completed: 0,
  error: "",
  created: "2026-01-01T00:00:00Z",
  finished: null,
};

interface Statement {
  readonly request: ProxyRequest;
  readonly fault: Fault | undefined;
  /** For PostgreSQL. */
  readonly spoken: string;
}

interface Ends {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly see: (statement: string) => Statement;
  readonly values: string[];
  readonly violations: string[];
}

/** What the server will answer to, in order. */
type Expected =
  | { readonly kind: "statement"; readonly fault: Fault | undefined }
  /** A simple query: its answer ends with that of the Sync that it is as well. */
  | { readonly kind: "query"; readonly fault: Fault | undefined }
  | { readonly kind: "sync" };

function converse({ client, upstream, see, values, violations }: Ends): void {
  let isStarted = false;
  /** One letter answers SSLRequest: it is ours. */
  const statements = new Map<string, Statement>();
  const portals = new Map<string, Statement>();
  const expected: Expected[] = [];
  /** Since the last Sync. */
  let group: string[] = [];
  let isInTransaction = false;
  /** What a fault has answered for is followed by nothing until the Sync. */
  let isMuted = false;

  function cut(): void {
    client.destroy();
    upstream.destroy();
  }

  function noteSync(): void {
    const changes = group.filter(isSchemaChange);
    if (changes.length > 0 && (group.length > 1 || isInTransaction)) {
      violations.push(`a schema change that is not by itself: ${group.join("; ")}`);
    }
    for (const one of group) {
      if (/^\s*(BEGIN|START\s+TRANSACTION)\b/i.test(one)) isInTransaction = true;
      if (/^\s*(COMMIT|ROLLBACK|END|ABORT)\b(?!\s+TO\b)/i.test(one)) isInTransaction = false;
    }
    group = [];
  }

  function start(message: WireMessage): void {
    const code = message.body.readInt32BE(0);
    if (code === SSL_REQUEST || code === GSS_REQUEST) client.write("N");
    else {
      if (code !== CANCEL_REQUEST) isStarted = true;
      upstream.write(message.bytes);
    }
  }

  function parse(message: WireMessage): void {
    const name = readText(message.body, 0);
    const query = readText(message.body, name.end);
    if (name.value !== "") violations.push(`a named prepared statement, which a pooler may lose: ${query.value}`);
    const statement = see(query.value);
    statements.set(name.value, statement);
    const said = statement.fault?.kind === "refuse" ? raise(statement.fault) : statement.spoken;
    // Types of parameters are of the text as it was.
    const types = said === statement.spoken ? message.body.subarray(query.end) : Buffer.alloc(2);
    upstream.write(messageBytes("P", text(name.value), text(said), types));
  }

  function bind(message: WireMessage): void {
    const bound = readBind(message.body);
    const statement = statements.get(bound.statement);
    if (statement !== undefined) portals.set(bound.portal, statement);
    for (const value of bound.values) if (value !== undefined) values.push(value.toString("utf8"));
    const isReplaced = statement?.fault?.kind === "refuse";
    const sent = bound.values.map((value) => (value === undefined ? undefined : speakPostgresValue(value)));
    upstream.write(bindBytes({ ...bound, values: isReplaced ? [] : sent }));
  }

  function execute(message: WireMessage): void {
    const statement = portals.get(readText(message.body, 0).value);
    if (statement?.fault?.kind === "cut-before") {
      cut();
      return;
    }
    group.push(statement?.request.text ?? "");
    expected.push({ kind: "statement", fault: statement?.fault });
    upstream.write(message.bytes);
  }

  function query(message: WireMessage): void {
    const statement = see(readText(message.body, 0).value);
    const { fault } = statement;
    if (fault?.kind === "cut-before") {
      cut();
      return;
    }
    group.push(statement.request.text);
    noteSync();
    expected.push({ kind: "query", fault });
    upstream.write(messageBytes("Q", text(fault?.kind === "refuse" ? raise(fault) : statement.spoken)));
  }

  client.on(
    "data",
    messagesOf(
      () => !isStarted,
      (message) => {
        if (!isStarted) return start(message);
        switch (message.type) {
          case "P":
            return parse(message);
          case "B":
            return bind(message);
          case "E":
            return execute(message);
          case "Q":
            return query(message);
          case "S":
            noteSync();
            expected.push({ kind: "sync" });
            upstream.write(message.bytes);
            return;
          default:
            upstream.write(message.bytes);
        }
      },
    ),
  );

  /** The server is done with what is expected first. */
  function answered(message: WireMessage): void {
    const first = expected[0];
    const fault = first?.kind === "sync" ? undefined : first?.fault;
    if (first?.kind === "statement") expected.shift();
    if (fault?.kind === "cut-after") {
      cut();
      return;
    }
    if (fault?.kind === "refuse-after") {
      client.write(errorBytes(fault));
      isMuted = true;
      return;
    }
    if (fault?.kind === "notice")
      client.write(sayingBytes("N", { S: "NOTICE", V: "NOTICE", C: "00000", M: fault.message }));
    client.write(message.bytes);
  }

  upstream.on(
    "data",
    messagesOf(
      () => false,
      (message) => {
        switch (message.type) {
          case "C": // CommandComplete
          case "I": // EmptyQueryResponse
            return isMuted ? undefined : answered(message);
          case "E": // the rest up to the Sync is skipped
            while (expected[0]?.kind === "statement") expected.shift();
            if (!isMuted) client.write(message.bytes);
            return;
          case "Z": {
            // The first one ends the login, to which no Sync belongs.
            while (expected[0]?.kind === "statement") expected.shift();
            expected.shift();
            isMuted = false;
            client.write(message.bytes);
            return;
          }
          default:
            if (!isMuted) client.write(message.bytes);
        }
      },
    ),
  );
}

const SCHEMA_CHANGE =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COMMENT)\b/i;

function isSchemaChange(statement: string): boolean {
  return SCHEMA_CHANGE.test(statement);
}

type Refusal = Extract<Fault, { readonly code: string }>;

/** PostgreSQL says it of its own accord, and does what it does after any error. */
function raise({ code, message }: Refusal): string {
  return `DO $proxy$ BEGIN RAISE EXCEPTION USING ERRCODE = ${quote(code)}, MESSAGE = ${quote(message)}; END $proxy$`;
}

function errorBytes({ code, message }: Refusal): Buffer {
  return sayingBytes("E", { S: "ERROR", V: "ERROR", C: code, M: message });
}
