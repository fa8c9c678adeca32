// Replaces declared variables in the text of a statement. Pure.

// Two `$` in a row open or close a string, so that of a run of them only the odd one out begins a variable.
const VARIABLE = /(?<!\$)((?:\$\$)*)\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g;

/**
 * Replaces `${name}` wherever `variables` declares the name, in strings and comments too; every other `${…}` and every
 * `$$` stays. What is put in is not read again. Offsets move: split a file into statements first, by its text as
 * written, and then call this for the text of each. The checksum is of the text as written.
 */
export function substituteVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole: string, dollars: string, name: string) =>
    Object.hasOwn(variables, name) ? `${dollars}${variables[name]}` : whole,
  );
}
