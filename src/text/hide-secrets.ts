// Hides passwords that stand in statements, so that none reaches a terminal or a log of CI. Pure.

/** `PASSWORD = 'x'`, `WITH PASSWORD 'x'`, in CQL and in SQL; quotes in quotes are doubled. */
const PASSWORDS = /(\bPASSWORD\s*=?\s*')((?:[^']|'')*)(?=')/gi;

/** A text of the same length with stars in the place of each password: what stands behind stays where it is. */
export function hideSecrets(text: string): string {
  return text.replace(PASSWORDS, (_, before: string, password: string) => before + password.replace(/[^\r\n]/g, "*"));
}
