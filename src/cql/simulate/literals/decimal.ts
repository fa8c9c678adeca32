// Writes a decimal number as Java's BigDecimal does. Pure.

const NUMBER = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** `1.10` stays, `1e5` becomes `1E+5`; undefined for what is no number. */
export function printDecimal(text: string): string | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === "") return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
  const minus = sign === "-" && digits !== "0" ? "-" : "";
  const adjusted = digits.length - 1 - scale;
  if (scale === 0) return minus + digits;
  if (scale > 0 && adjusted >= -6) {
    const padded = digits.padStart(scale + 1, "0");
    return `${minus}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${minus}${mantissa}E${adjusted < 0 ? "" : "+"}${adjusted}`;
}
