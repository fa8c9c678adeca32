// Reads and writes numbers as Java does, which is what decides on the server. Pure.

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const INT_MAX = 2_147_483_647;
const LONG_MAX = 2n ** 63n - 1n;

/** `Integer.parseInt`; undefined for what is none, or does not fit. */
export function parseInt32(text: string): number | undefined {
  const value = INTEGER.test(text) ? Number(text) : Number.NaN;
  return value >= -INT_MAX - 1 && value <= INT_MAX ? value : undefined;
}

/** `Long.parseLong`; undefined for what is none, or does not fit. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return value >= -LONG_MAX - 1n && value <= LONG_MAX ? value : undefined;
}

/** `Double.parseDouble` without hexadecimal forms: `1`, `.5`, `1e3`, `1d`, `NaN`; undefined for what is none. */
export function parseFloat64(text: string): number | undefined {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed.replace(/[fFdD]$/, "")) : undefined;
}

/** `Double.toString`: `1.0`, `0.25`, `1.0E10`. */
export function printFloat64(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  if (!Number.isFinite(value)) return String(value);
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
