// What the adapter needs to know to open a session.
import type { AgreementOptions } from "./agreement.ts";

export interface CassandraOptions {
  /** Empty when `secureConnectBundle` names the servers. */
  readonly contactPoints: readonly { readonly host: string; readonly port: number }[];
  /** Undefined: the data centre of the first contact point that answers. */
  readonly localDatacenter: string | undefined;
  readonly auth: { readonly username: string; readonly password: { reveal(): string } } | undefined;
  /** Name of a consistency level, for the statements of migrations and for plain reads: "LOCAL_QUORUM". */
  readonly consistency: string;
  readonly serialConsistency: "SERIAL" | "LOCAL_SERIAL";
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly ssl:
    | {
        readonly caCerts: string | undefined;
        readonly certfile: string | undefined;
        readonly keyfile: string | undefined;
        readonly verify: boolean;
      }
    | undefined;
  readonly secureConnectBundle: string | undefined;
  /** The managed keyspace. It need not exist. */
  readonly keyspace: string;
  /** Replication options for creating the keyspace, as in CQL: `class`, and a factor or data centres. */
  readonly replication: Readonly<Record<string, string>> | undefined;
  readonly history: { readonly keyspace: string; readonly table: string };
  readonly agreement: AgreementOptions;
}
