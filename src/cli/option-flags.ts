// Reads the flags of an option as they are declared: "-n, --steps <count>". Pure.

export interface OptionFlags {
  /** "-n" and "--steps" */
  readonly names: readonly string[];
  readonly takesValue: boolean;
}

export function parseFlags(flags: string): OptionFlags {
  const [names = "", value] = flags.split(/ (?=[<[])/);
  return { names: names.split(", "), takesValue: value !== undefined };
}
