// Says what is wrong with the name or pattern of an MBean, as Java would (javax.management.ObjectName). Pure.

const NOT_IN_KEY = /[*?,:=\n]/;
const NOT_IN_VALUE = /[,:="\n]/;
const QUOTED_VALUE = /^"(?:[^"\\\n]|\\[\\"?*n])*"/;

/** Undefined when nothing is: `domain:key=value,…`, where `*` and `?` make a pattern. */
export function checkMbean(name: string, kind: "mbean" | "mbeans"): string | undefined {
  if (name === "") return "the name of an MBean is empty";
  if (name === "*:*") return "all MBeans are written `ALL MBEANS`";
  const colon = name.indexOf(":");
  const domain = name.slice(0, colon);
  const isPatternOfKeys = colon < 0 ? undefined : readProperties(name.slice(colon + 1));
  if (isPatternOfKeys === undefined || domain.includes("\n")) return `\`${name}\` is no name of an MBean`;
  if (kind === "mbeans" && !isPatternOfKeys && !/[*?]/.test(domain)) {
    return "MBEANS wants a pattern, with `*` or `?` in it";
  }
  return undefined;
}

/** Whether `key=value,…` holds a pattern; undefined when it is none. */
function readProperties(text: string): boolean | undefined {
  const keys = new Set<string>();
  let isPattern = false;
  let rest = text;
  for (;;) {
    const length = rest[0] === "*" ? 1 : propertyLength(rest, keys);
    if (length === 0) return undefined;
    if (rest[0] === "*" && keys.has("*")) return undefined;
    if (rest[0] === "*") keys.add("*");
    isPattern ||= /[*?]/.test(rest.slice(0, length).replace(/\\[*?]/g, ""));
    if (length === rest.length) return isPattern;
    if (rest[length] !== "," || length + 1 === rest.length) return undefined;
    rest = rest.slice(length + 1);
  }
}

/** The length of the first `key=value`; 0 when there is none, or its key was there before. */
function propertyLength(text: string, keys: Set<string>): number {
  const equals = text.indexOf("=");
  const key = text.slice(0, equals);
  if (equals <= 0 || NOT_IN_KEY.test(key) || keys.has(key)) return 0;
  keys.add(key);
  const written = text.slice(equals + 1);
  if (written.startsWith('"')) {
    const quoted = QUOTED_VALUE.exec(written)?.[0];
    return quoted === undefined ? 0 : equals + 1 + quoted.length;
  }
  const end = written.search(/,|$/);
  return NOT_IN_VALUE.test(written.slice(0, end)) ? 0 : equals + 1 + end;
}
