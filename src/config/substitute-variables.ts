// Turns `${NAME}` in the texts of a raw tree into the variable's value; `$${` stays as `${`. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import { diagnosticAt, type Locate, type Path } from "./place.ts";

export interface Substituted {
  /** Without the values that need an unset variable. */
  readonly tree: unknown;
  readonly unset: readonly UnsetValue[];
  readonly mistakes: readonly Diagnostic[];
}

/** A value that could not be filled in; a mistake only if it would be used. */
export interface UnsetValue {
  /** A list is left out whole, so its own path. */
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\$\{|\$\{(?:([A-Za-z_]\w*)\})?/g;

export function substituteVariables(tree: unknown, env: Environment, locate: Locate): Substituted {
  const unset: UnsetValue[] = [];
  const mistakes: Diagnostic[] = [];

  /** `listPath`: the outermost list around the value. */
  function visit(value: unknown, path: Path, listPath: Path | undefined): unknown {
    if (typeof value === "string") return value.includes("${") ? substitute(value, path, listPath) : value;
    if (Array.isArray(value)) {
      const items = value.map((item, index) => visit(item, [...path, index], listPath ?? path));
      return items.includes(undefined) ? undefined : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key], listPath)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  function substitute(text: string, path: Path, listPath: Path | undefined): string | undefined {
    let isComplete = true;
    const result = text.replace(REFERENCE, (reference, name: string | undefined) => {
      if (reference === "$${") return "${";
      if (name !== undefined && env[name] !== undefined && env[name] !== "") return env[name];
      isComplete = false;
      const place = locate(path, "value");
      if (name === undefined) {
        const hint = `write \`\${NAME}\` with letters, digits and _, or \`$\${\` for the characters themselves`;
        mistakes.push(diagnosticAt(place, `${place.label} has a \`\${\` that names no variable`, hint));
      } else {
        const message = `${place.label} needs the environment variable \`${name}\`, which is not set`;
        unset.push({ path: listPath ?? path, diagnostic: diagnosticAt(place, message, `set \`${name}\``) });
      }
      return "";
    });
    return isComplete ? result : undefined;
  }

  return { tree: visit(tree, [], undefined), unset, mistakes };
}
