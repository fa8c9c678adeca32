// One parsed statement. Data.
import type { Span } from "../../text/span.ts";
import type { SyntaxFeature } from "../syntax-features.ts";
import type { AccessNode } from "./access.ts";
import type { DdlNode } from "./ddl.ts";
import type { DmlNode } from "./dml.ts";
import type { Identifier } from "./name.ts";
import type { Select } from "./select.ts";

/**
 * A statement and its place, from its first token to its last, without the terminator. `features` are the parts of the
 * grammar that not every server has, in the order in which they stand.
 */
export type StatementNode = StatementBody & Span & { readonly features: readonly UsedFeature[] };

export type StatementBody = DdlNode | DmlNode | Select | AccessNode | Use | Describe | Opaque;

export interface UsedFeature extends Span {
  readonly feature: SyntaxFeature;
}

export interface Use {
  readonly kind: "use";
  readonly keyspace: Identifier;
}

/** Answered by servers since Cassandra 4.0; changes nothing. `text` is what stands behind DESCRIBE. */
export interface Describe {
  readonly kind: "describe";
  readonly text: string;
}

/** What the grammar here does not model, such as a service level of ScyllaDB; or what holds a mistake. */
export interface Opaque {
  readonly kind: "opaque";
  readonly text: string;
}
