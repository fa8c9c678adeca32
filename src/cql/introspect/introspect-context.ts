// What all readers of rows share: what the server is, a memory of types, and where to say what is not understood.
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Capabilities } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { parseCqlType } from "../schema/parse-cql-type.ts";

export interface IntrospectContext {
  readonly capabilities: Capabilities;
  readonly diagnostics: Diagnostic[];
  /** Types by their text: thousands of columns have a few types. */
  readonly types: Map<string, CqlType>;
}

/** @param owner whose type it is, for the message: "column `shop.users.name`" */
export function typeFromText(text: string, owner: string, context: IntrospectContext): CqlType {
  const known = context.types.get(text);
  if (known !== undefined) return known;
  const parsed = parseCqlType(text);
  if (parsed === undefined) {
    context.diagnostics.push({ message: `the type \`${text}\` of ${owner} is not understood, and is kept as it is` });
  }
  const type: CqlType = parsed ?? { kind: "custom", className: text };
  context.types.set(text, type);
  return type;
}
