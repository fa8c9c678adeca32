// Options of a table or view, kept as "fillfactor=70", as they stand in WITH (…). Pure.
import { sqlString } from "../identifiers.ts";

export function options(list: readonly string[]): string {
  return list
    .map((option) => {
      const at = option.indexOf("=");
      if (at < 0) return option;
      const value = option.slice(at + 1);
      return `${option.slice(0, at)} = ${/^[\w.]+$/.test(value) ? value : sqlString(value)}`;
    })
    .join(", ");
}
