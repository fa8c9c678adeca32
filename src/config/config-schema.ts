// The keys of a configuration and what each may hold, for tidemark's own files and for cql-track's.
import * as v from "valibot";
import { GUARDRAIL_KEYS, type GuardrailKeyKind } from "../lint/guardrail-keys.ts";
import { AGREEMENT_VIEWS, CONSISTENCIES, DIALECT_NAMES, SERIAL_CONSISTENCIES } from "./config.ts";
import type { ConfigTree, FileTree } from "./config-tree.ts";
import {
  booleanValue,
  choiceValue,
  contactPointsValue,
  countValue,
  databaseUrlValue,
  durationValue,
  limitValue,
  nameValue,
  pathsValue,
  portValue,
  replicationValue,
  settingsValue,
  sqlSchemaValue,
  textsValue,
  textValue,
} from "./config-values.ts";

export const SECTION = "a section of keys and values";

/** What is expected of a key that no schema knows: the keys that could be meant, for the hint; those of inner sections with dots. */
export function unknownKeyMessage(keys: readonly string[]): string {
  return keys.join(" ");
}

/** The keys of a section, then those of the sections in it. */
function keysOf(entries: v.ObjectEntries): readonly string[] {
  const inner = Object.entries(entries).flatMap(([key, entry]) => {
    const section = "wrapped" in entry ? (entry.wrapped as object) : entry;
    return "entries" in section ? keysOf(section.entries as v.ObjectEntries).map((name) => `${key}.${name}`) : [];
  });
  return [...Object.keys(entries), ...inner];
}

export function sectionOf<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.ObjectWithRestSchema<Entries, v.NeverSchema<string>, string> {
  return v.objectWithRest(entries, v.never(unknownKeyMessage(keysOf(entries))), SECTION);
}

const auth = sectionOf({ username: v.optional(textValue), password: v.optional(textValue) });
const ssl = sectionOf({
  enabled: v.optional(booleanValue),
  ca_certs: v.optional(textValue),
  certfile: v.optional(textValue),
  keyfile: v.optional(textValue),
  verify: v.optional(booleanValue),
});
const cqlTrackCassandra = {
  contact_points: v.optional(contactPointsValue),
  port: v.optional(portValue),
  auth: v.nullish(auth),
  consistency: v.optional(choiceValue(CONSISTENCIES)),
  connect_timeout: v.optional(durationValue("100ms", "1h")),
  request_timeout: v.optional(durationValue("100ms", "1h")),
  ssl: v.nullish(ssl),
  secure_connect_bundle: v.optional(textValue),
};
const cassandra = {
  ...cqlTrackCassandra,
  local_datacenter: v.optional(textValue),
  serial_consistency: v.optional(choiceValue(SERIAL_CONSISTENCIES)),
};
const database = {
  url: v.optional(databaseUrlValue),
  schema: v.optional(sqlSchemaValue),
  settings: v.nullish(settingsValue),
  lock_timeout: v.optional(durationValue("0s", "1h")),
  statement_timeout: v.optional(durationValue("0s", "7d")),
  connect_timeout: v.optional(durationValue("100ms", "1h")),
  shadow_url: v.optional(databaseUrlValue),
};
const keyspace = v.optional(sectionOf({ name: v.optional(nameValue), replication: v.optional(replicationValue) }));
const texts = v.nullish(v.record(v.string(), v.string("text (in quotes)"), SECTION));
// The lease expires by a TTL, which counts whole seconds, and is renewed every third of it.
const ttl = v.optional(durationValue("3s", "1d"));
const agreement_wait = v.optional(durationValue("1s", "1h"));
const schema = v.nullish(
  sectionOf({
    agreement_wait,
    agreement: v.optional(choiceValue(AGREEMENT_VIEWS)),
    tolerate_down: v.optional(countValue),
  }),
);

const GUARDRAIL_VALUES: Readonly<Record<GuardrailKeyKind, v.GenericSchema>> = {
  count: limitValue,
  switch: booleanValue,
  properties: textsValue,
  other: v.unknown(),
};
const guardrails = v.nullish(
  sectionOf(Object.fromEntries(GUARDRAIL_KEYS.map(({ name, kind }) => [name, v.nullish(GUARDRAIL_VALUES[kind])]))),
);

const sections = {
  cassandra: v.nullish(sectionOf(cassandra)),
  database: v.nullish(sectionOf(database)),
  dialect: v.optional(choiceValue(DIALECT_NAMES)),
  keyspace,
  migrations: v.nullish(
    sectionOf({ directory: v.optional(textValue), out_of_order: v.optional(booleanValue), variables: texts }),
  ),
  history: v.nullish(
    sectionOf({ keyspace: v.optional(nameValue), schema: v.optional(sqlSchemaValue), table: v.optional(nameValue) }),
  ),
  lock: v.nullish(sectionOf({ ttl, wait: v.optional(durationValue("0s", "1d")) })),
  schema,
  models: v.optional(pathsValue),
  guardrails,
};
const cqlTrackSections = {
  cassandra: v.nullish(sectionOf(cqlTrackCassandra)),
  keyspace,
  migrations: v.nullish(sectionOf({ directory: v.optional(textValue) })),
  lock: v.nullish(sectionOf({ ttl })),
  schema: v.nullish(sectionOf({ agreement_wait })),
};

function profilesOf<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.NullishSchema<
  v.RecordSchema<
    v.StringSchema<undefined>,
    v.NullishSchema<v.ObjectWithRestSchema<Entries, v.NeverSchema<string>, string>, undefined>,
    string
  >,
  undefined
> {
  return v.nullish(v.record(v.string(), v.nullish(sectionOf(entries)), SECTION));
}

export type ConfigSchema<Tree> = v.GenericSchema<unknown, Tree>;

const sync = v.optional(booleanValue);

/** What variables and flags may say. */
export const sectionsSchema: ConfigSchema<ConfigTree> = sectionOf({ ...sections, sync }) as never;

/** @param lint what the section of the lint rules may hold */
export function fileSchemaOf(lint: v.GenericSchema): ConfigSchema<FileTree> {
  const all = { ...sections, lint: v.nullish(lint) };
  // Editors of JSON take the schema's place from it.
  return sectionOf({ $schema: v.optional(textValue), ...all, profiles: profilesOf({ ...all, sync }) }) as never;
}

/** tidemark.yaml, .yml, .json, .ts that says nothing of lint: its rules need not be loaded to judge it. */
export const fileSchema: ConfigSchema<FileTree> = fileSchemaOf(v.record(v.string(), v.unknown(), SECTION));

/** cqltrack.yml of cql-track 1.1 */
export const cqlTrackFileSchema: ConfigSchema<FileTree> = sectionOf({
  ...cqlTrackSections,
  profiles: profilesOf(cqlTrackSections),
}) as never;
