// Says what is wrong with the class name of a data type. Pure.

/** Undefined when the server may know the class. */
export function checkCustomType(_className: string): string | undefined {
  return undefined;
}
