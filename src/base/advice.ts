// Puts a hint, which may be a server's own sentence, and what is done after it into one text. Pure.

/** @param hint with or without full stops at its end; undefined: the rest stands alone */
export function joinAdvice(hint: string | undefined, rest: string): string {
  const said = hint?.replace(/[\s.;]+$/, "");
  return said === undefined || said === "" ? rest : `${said}; ${rest}`;
}
