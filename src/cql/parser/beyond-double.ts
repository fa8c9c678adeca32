// Knows the floats that break the parsers of Cassandra 4.0 to 5.0. Pure.

const FLOAT = /^-?\d+(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

/**
 * Whether a float is past what a double holds, or its exponent past what an `int` holds. Cassandra 4.0–5.0 looks whether
 * a double is enough for a constant (`Constants.Type.FLOAT`), and ends in a NumberFormatException over such a one.
 */
export function isBeyondDouble(float: string): boolean {
  const match = FLOAT.exec(float);
  // `NaN` and `Infinity` are floats, too.
  if (match === null) return false;
  const [, fraction = "", exponent = "0"] = match;
  const power = Number(exponent);
  return !Number.isFinite(Number(float)) || !isInt(power) || !isInt(fraction.length - power);
}

function isInt(value: number): boolean {
  return value >= INT_MIN && value <= INT_MAX;
}
