// What one layer (a file, a profile, the environment, the flags) says, validated: durations are milliseconds, nothing is filled in.
import type { FailOn, Level } from "../lint/finding.ts";
import type { AgreementView, Consistency, DialectName, SerialConsistency } from "./config.ts";

type Named<Value> = Readonly<Record<string, Value>>;

export interface FileTree extends ConfigTree {
  readonly profiles?: Named<ConfigTree | null | undefined> | null | undefined;
}

export interface ConfigTree {
  readonly cassandra?: CassandraTree | null | undefined;
  readonly database?: DatabaseTree | null | undefined;
  readonly dialect?: DialectName | undefined;
  readonly keyspace?: KeyspaceTree | undefined;
  readonly migrations?: MigrationsTree | null | undefined;
  readonly history?: HistoryTree | null | undefined;
  readonly lock?: { readonly ttl?: number | undefined; readonly wait?: number | undefined } | null | undefined;
  readonly schema?: SchemaTree | null | undefined;
  readonly models?: readonly string[] | undefined;
  readonly lint?: LintTree | null | undefined;
  readonly guardrails?: Named<unknown> | null | undefined;
  readonly sync?: boolean | undefined;
}

/** Beside the keys that it names: the names of rules, each with its level and options. */
export interface LintTree {
  readonly fail_on?: FailOn | undefined;
  readonly servers?: readonly string[] | undefined;
  readonly [rule: string]: RuleTree | FailOn | readonly string[] | undefined;
}

export interface RuleTree {
  readonly level?: Level | undefined;
  readonly [option: string]: unknown;
}

export interface HistoryTree {
  readonly keyspace?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
}

export interface SchemaTree {
  readonly agreement_wait?: number | undefined;
  readonly agreement?: AgreementView | undefined;
  readonly tolerate_down?: number | undefined;
}

export interface CassandraTree {
  readonly contact_points?: readonly ContactPointTree[] | undefined;
  readonly port?: number | undefined;
  readonly local_datacenter?: string | undefined;
  readonly auth?: { readonly username?: string | undefined; readonly password?: string | undefined } | null | undefined;
  readonly consistency?: Consistency | undefined;
  readonly serial_consistency?: SerialConsistency | undefined;
  readonly connect_timeout?: number | undefined;
  readonly request_timeout?: number | undefined;
  readonly ssl?: SslTree | null | undefined;
  readonly secure_connect_bundle?: string | undefined;
}

export interface ContactPointTree {
  readonly host: string;
  readonly port?: number | undefined;
}

export interface SslTree {
  readonly enabled?: boolean | undefined;
  readonly ca_certs?: string | undefined;
  readonly certfile?: string | undefined;
  readonly keyfile?: string | undefined;
  readonly verify?: boolean | undefined;
}

export interface DatabaseTree {
  readonly url?: string | undefined;
  readonly schema?: string | undefined;
  readonly settings?: Named<string> | null | undefined;
  readonly lock_timeout?: number | undefined;
  readonly statement_timeout?: number | undefined;
  readonly connect_timeout?: number | undefined;
  readonly shadow_url?: string | undefined;
}

export interface KeyspaceTree {
  readonly name?: string | undefined;
  readonly replication?: Named<string> | undefined;
}

export interface MigrationsTree {
  readonly directory?: string | undefined;
  readonly out_of_order?: boolean | undefined;
  readonly variables?: Named<string> | null | undefined;
}
