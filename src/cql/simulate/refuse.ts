// How the rules of the simulator say no: the first refusal ends the statement, as it does on the server.
//
// It is thrown, because a rule may stand deep in a type or an option, and every function on the way would only hand it
// up; `simulate` alone catches it and returns it as data. It is no Error: nobody wants its stack, and making one is slow.
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/span.ts";

export class Refused {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    this.diagnostic = diagnostic;
  }
}

/** @param message lower case, no full stop: what the server would not do, and why */
export function refuse(message: string, { start, end }: Span, hint?: string): never {
  throw new Refused({ message, hint, span: { start, end } });
}
