// What stands in the place of a type where a model holds a mistake, so that the type checker says it in words. Types.
declare const MISTAKE: unique symbol;

/** Nothing is assignable to it. */
export interface Mistake<Text extends string> {
  readonly [MISTAKE]: Text;
}

/** Anything where there is no mistake (`never`). */
export type Without<Text extends string> = [Text] extends [never] ? unknown : Mistake<Text>;
