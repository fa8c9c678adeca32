// What a caller asks of a sandbox, and what it gets: a real Cassandra on this machine, thrown away when it stops.

/** How a Cassandra sandbox is made. Everything has a default. */
export interface CassandraOptions {
  /** A release on Maven Central such as "5.0.8" (the default), or a line such as "4.1": the newest release of it that is known here. */
  readonly version?: string | undefined;
  /** A Java to use, as its command or its home; when not given, one of the machine that fits the version is found. */
  readonly java?: string | undefined;
  /** How many nodes, one loopback address each; 1 when not given. */
  readonly nodes?: number | undefined;
  /**
   * In place of `nodes`: how many in each data centre, such as `{ dc1: 2, dc2: 1 }`, each of them one rack. The first node is
   * of the first data centre.
   */
  readonly datacenters?: Readonly<Record<string, number>> | undefined;
  /** Aborting it ends a start that is under way and leaves nothing behind. It does not stop a sandbox that is ready. */
  readonly signal?: AbortSignal | undefined;
  /** Called with a line for people at each stage of the start. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Leave out the flush of the schema tables after each DDL; true when not given. The commit log still keeps them. */
  readonly fastDdl?: boolean | undefined;
  /** Further keys of `cassandra.yaml`, which win over the sandbox's own; the values may be anything JSON can say. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Further keys of `cassandra.yaml` for the first, the second, ... node alone; they win over `settings`. */
  readonly nodeSettings?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Further system properties of each node's JVM, such as `{ "cassandra.migration_delay_ms": "1000" }`; they win over the sandbox's own. */
  readonly systemProperties?: Readonly<Record<string, string>> | undefined;
  /** The largest heap of a node, as Java writes it; "512m" when not given. */
  readonly jvmHeap?: string | undefined;
  /** How long all of the nodes may take until they answer, the download of the jars not counted; 120000 when not given. */
  readonly startTimeoutMs?: number | undefined;
}

/** One server process of a sandbox. */
export interface SandboxNode {
  readonly address: string;
  /** The port of the native protocol (CQL). */
  readonly port: number;
  /** "datacenter1", unless data centres were named. */
  readonly datacenter: string;
  readonly pid: number;
  /** Everything the server says; it goes with the sandbox. */
  readonly logFile: string;
}

/** Where a sandbox is and what runs in it. */
export interface SandboxPlace {
  /** The address of the first node. */
  readonly contactPoint: string;
  /** The port of the native protocol (CQL), the same for every node. */
  readonly port: number;
  /** What the server itself says it is. */
  readonly version: string;
  /** Data, logs and settings; removed on stop. */
  readonly directory: string;
  readonly nodes: readonly SandboxNode[];
}

/** A sandbox that lives no longer than this process. */
export interface Sandbox extends SandboxPlace, AsyncDisposable {
  /** Ends the servers and removes the directory. Calling it again does nothing more. */
  stop(): Promise<void>;
}
