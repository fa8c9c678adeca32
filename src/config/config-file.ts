// What a configuration file may say: the shape for `tidemark.ts` and for code.

type Named<Value> = Readonly<Record<string, Value>>;

/** Text like "500ms", "30s", "10m", or a number of seconds. */
export type DurationValue = string | number;
export type BooleanValue = boolean | string;

export interface ConfigFile extends ConfigSections {
  /** The same keys again, for `--profile NAME`. */
  readonly profiles?: Named<ProfileSections | null> | null | undefined;
}

export interface ProfileSections extends ConfigSections {
  readonly sync?: BooleanValue | undefined;
}

export interface ConfigSections {
  readonly cassandra?: CassandraSection | null | undefined;
  readonly database?: DatabaseSection | null | undefined;
  readonly dialect?: string | undefined;
  readonly keyspace?: string | KeyspaceSection | undefined;
  readonly migrations?: MigrationsSection | null | undefined;
  readonly history?: HistorySection | null | undefined;
  readonly lock?: LockSection | null | undefined;
  readonly schema?: SchemaSection | null | undefined;
  readonly models?: string | readonly string[] | undefined;
  readonly lint?: LintSection | null | undefined;
}

/** Beside the keys that it names: "off", "warn" or "error" by the name of a lint rule, or its level and options. */
export interface LintSection {
  readonly fail_on?: string | undefined;
  readonly servers?: string | readonly string[] | undefined;
  readonly [rule: string]: string | readonly string[] | LintRuleSection | undefined;
}

export interface LintRuleSection {
  readonly level?: string | undefined;
  readonly [option: string]: string | number | boolean | readonly string[] | undefined;
}

export interface CassandraSection {
  /** `host` or `host:port`; a list, or text with commas. */
  readonly contact_points?: string | readonly string[] | undefined;
  readonly port?: number | string | undefined;
  readonly local_datacenter?: string | undefined;
  readonly auth?: AuthSection | null | undefined;
  readonly consistency?: string | undefined;
  readonly serial_consistency?: string | undefined;
  readonly connect_timeout?: DurationValue | undefined;
  readonly request_timeout?: DurationValue | undefined;
  readonly ssl?: SslSection | null | undefined;
  readonly secure_connect_bundle?: string | undefined;
}

export interface AuthSection {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export interface SslSection {
  readonly enabled?: BooleanValue | undefined;
  readonly ca_certs?: string | undefined;
  readonly certfile?: string | undefined;
  readonly keyfile?: string | undefined;
  readonly verify?: BooleanValue | undefined;
}

export interface DatabaseSection {
  readonly url?: string | undefined;
  readonly schema?: string | undefined;
  readonly settings?: Named<string> | null | undefined;
  readonly lock_timeout?: DurationValue | undefined;
  readonly statement_timeout?: DurationValue | undefined;
  readonly connect_timeout?: DurationValue | undefined;
  readonly shadow_url?: string | undefined;
}

export interface KeyspaceSection {
  readonly name?: string | undefined;
  readonly replication?: Named<string | number> | undefined;
}

export interface MigrationsSection {
  readonly directory?: string | undefined;
  readonly out_of_order?: BooleanValue | undefined;
  readonly variables?: Named<string> | null | undefined;
}

export interface HistorySection {
  readonly keyspace?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
}

export interface LockSection {
  readonly ttl?: DurationValue | undefined;
  readonly wait?: DurationValue | undefined;
}

export interface SchemaSection {
  readonly agreement_wait?: DurationValue | undefined;
}
