// What a guard was silent about: another definition of what a statement makes.

/** @param differences between what is there and what the statement asks for, a line each */
export function hiddenByGuard(differences: readonly string[]): { readonly message: string; readonly hint: string } {
  return {
    message: `its guard left what is there as it is, and that is another: ${differences.join(", ")}`,
    hint: "make the two alike, in the file or in the target",
  };
}
