// Tells the objects that stand in braces from everything else that a program in JavaScript may give. Pure.

/** Of any realm: a module may be evaluated in another one. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The object; an empty one where it is something else, which is a mistake. */
export function readObject(value: unknown, mistake: string, mistakes: string[]): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  mistakes.push(mistake);
  return {};
}
