// What of a rule can be set beside its level: which options there are, and what a configuration gives. Data.

export type OptionSpec =
  | { readonly kind: "count"; readonly default: number; readonly summary: string }
  | { readonly kind: "switch"; readonly default: boolean; readonly summary: string }
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly default: string; readonly summary: string }
  | { readonly kind: "names"; readonly default: readonly string[]; readonly summary: string };

/** By the key in the configuration, which is in snake case. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export type OptionValue = number | boolean | string | readonly string[];
export type OptionValues = Readonly<Record<string, OptionValue>>;

type ValueOf<Spec extends OptionSpec> = Spec extends { readonly kind: "count" }
  ? number
  : Spec extends { readonly kind: "switch" }
    ? boolean
    : Spec extends { readonly kind: "choice"; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : readonly string[];

/** What a rule is given: of each option what is configured, or its default. */
export type OptionsOf<Specs extends OptionSpecs> = { readonly [Key in keyof Specs]: ValueOf<Specs[Key]> };

/** The options that a rule runs with. */
export function settleOptions(specs: OptionSpecs | undefined, given: OptionValues | undefined): OptionValues {
  if (specs === undefined) return NONE;
  return Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, given?.[key] ?? spec.default]));
}

const NONE: OptionValues = {};
