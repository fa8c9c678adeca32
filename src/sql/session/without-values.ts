// Takes values out of what a server says of them: `invalid input syntax for type integer: "s3cret"`, `Key (id)=(5)`. Pure.

/** How messages of SQLSTATE class 22 begin, which quote the value that they refuse. */
const QUOTES_VALUE = /^(invalid input|value "|date\/time field|invalid value|malformed|"|cannot )|out of range/;

/** @param code SQLSTATE, when it is known */
export function withoutValues(message: string, code: string | undefined): string {
  const brief = message.replace(/ \((?:Key|Failing row|Partition key) .*\)$/s, "");
  const isOfValue = code === undefined ? QUOTES_VALUE.test(brief) : code.startsWith("22");
  return isOfValue ? brief.replace(/".*"/s, '"…"') : brief;
}
