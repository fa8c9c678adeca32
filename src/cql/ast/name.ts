// Names in a parsed statement. Data.
import type { Span } from "../../text/span.ts";

/** The name that was meant: in lower case, or as it stood in double quotes; and where it stands. */
export interface Identifier extends Span {
  readonly name: string;
}

/** `users` or `shop.users`. */
export interface ObjectName extends Span {
  readonly keyspace: Identifier | undefined;
  readonly name: Identifier;
}
