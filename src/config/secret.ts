// Keeps a secret text out of everything that is printed. Pure.

export interface Secret {
  /** The text itself; only for the driver. */
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Wraps a text so that printing, JSON and `console.log` give only `shown`. */
export function secretOf(text: string, shown: string = "***"): Secret {
  const mask = (): string => shown;
  return Object.freeze({ reveal: () => text, toString: mask, toJSON: mask, [inspectSymbol]: mask });
}
