// An embedded database in memory or in a directory → PGlite at work on it: messages of PostgreSQL's protocol in, messages out.
import { fdatasyncSync } from "node:fs";
import type { messages, PGlite, PGliteOptions } from "@electric-sql/pglite";
import type { ClusterFile } from "./prepared-cluster.ts";

export interface PgliteInstance {
  readonly serialize: typeof import("@electric-sql/pglite").protocol.serialize;
  /** Carries out messages; the event loop stands still meanwhile. @throws when PGlite itself is at its end */
  exchange(request: Uint8Array): Promise<readonly messages.BackendMessage[]>;
  close(): Promise<void>;
}

/** Adds to what is done to the file system before PostgreSQL starts. */
type Prepare = (module: EmscriptenModule) => void;

/** What of PGlite's own module is used here; it has no types for it. */
interface EmscriptenModule {
  readonly FS: {
    mkdirTree(path: string, mode?: number): void;
    writeFile(path: string, bytes: Uint8Array, options: { readonly mode: number; readonly canOwn: boolean }): void;
  };
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { readonly nfd?: number | undefined }) => void };
  };
}

/** PGlite 0.5: with the 2 MB of PostgreSQL, a function without end overflows the stack of the engine, which breaks it down. */
const STACK_SETTINGS: readonly string[] = ["-c", "max_stack_depth=200kB"];
/** PGlite 0.5 leaves fsync off, and its file system ignores it; its fdatasync never gets there (`wal_sync_method`). */
const DURABLE_SETTINGS: readonly string[] = ["-c", "wal_sync_method=fsync"];
const FSYNC_OFF = "-F";

export async function openInMemory(files: readonly ClusterFile[]): Promise<PgliteInstance> {
  const { MemoryFS, PGlite } = await import("@electric-sql/pglite");
  const root = PGlite.paths.PGDATA;
  const fs = prepared(new MemoryFS(), ({ FS }) => {
    FS.mkdirTree(root, 0o700);
    for (const { path, bytes } of files) {
      if (bytes === undefined) FS.mkdirTree(`${root}/${path}`, 0o700);
      else FS.writeFile(`${root}/${path}`, bytes, { mode: 0o600, canOwn: true });
    }
  });
  return start({ fs, startParams: [...PGlite.defaultStartParams, ...STACK_SETTINGS] });
}

/**
 * Of a directory that holds a database. Each commit is on the disk before it is answered.
 * @param sync what is done with the file of a commit, by its descriptor
 */
export async function openInDirectory(
  directory: string,
  sync: (descriptor: number) => void = fdatasyncSync,
): Promise<PgliteInstance> {
  const [{ PGlite }, { NodeFS }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("@electric-sql/pglite/nodefs"),
  ]);
  const fs = prepared(new NodeFS(directory), ({ NODEFS }) => {
    NODEFS.stream_ops.fsync = ({ nfd }) => {
      if (nfd !== undefined) sync(nfd);
    };
  });
  const usual = PGlite.defaultStartParams.filter((each) => each !== FSYNC_OFF);
  const startParams = [...usual, ...STACK_SETTINGS, ...DURABLE_SETTINGS];
  return start({ fs, startParams });
}

type Filesystem = NonNullable<PGliteOptions["fs"]>;

function prepared<Files extends Filesystem>(files: Files, prepare: Prepare): Files {
  const init = files.init.bind(files);
  files.init = async (instance, options) => {
    const { emscriptenOpts } = await init(instance, options);
    const preRun = [emscriptenOpts.preRun ?? [], (module: unknown) => prepare(module as EmscriptenModule)].flat();
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  };
  return files;
}

async function start(options: PGliteOptions): Promise<PgliteInstance> {
  const { PGlite, protocol } = await import("@electric-sql/pglite");
  const said: string[] = [];
  const database = await PGlite.create({
    ...options,
    onStderr: (line) => {
      said.push(line);
      return false;
    },
  }).catch((error: unknown) => {
    throw Object.assign(new Error(reasonOf(said) ?? "PGlite did not start", { cause: error }));
  });
  said.length = 0;
  const parser = new protocol.Parser();
  return {
    serialize: protocol.serialize,
    async exchange(request) {
      said.length = 0;
      const answers: messages.BackendMessage[] = [];
      await database.execProtocolRawStream(request, {
        onRawData: (bytes) => parser.parse(bytes, (message) => answers.push(message)),
      });
      return answers;
    },
    close: () => close(database),
  };
}

async function close(database: PGlite): Promise<void> {
  if (!database.closed) await database.close();
}

/** PostgreSQL says on its error output why it does not start: "FATAL:  database files are incompatible with server". */
function reasonOf(said: readonly string[]): string | undefined {
  const lines = said.flatMap((line) => /(?:FATAL|PANIC|DETAIL):\s+(.*)$/.exec(line)?.[1] ?? []);
  return lines.length === 0 ? undefined : lines.join("; ");
}
