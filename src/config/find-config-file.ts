// Finds the configuration file: the one that was named, else the one in the working directory. Looks at the file system.
import { existsSync } from "node:fs";
import { basename, extname, relative, resolve } from "node:path";
import type { Diagnostic } from "../text/diagnostic.ts";

export interface FoundFile {
  readonly kind: "tidemark" | "cql-track";
  readonly path: string;
  /** For messages: relative to the working directory where that is shorter. */
  readonly name: string;
}

export interface FindResult {
  readonly file: FoundFile | undefined;
  readonly mistakes: readonly Diagnostic[];
}

/** The names of the files that are looked for; the first list that has one wins. */
export const OWN_FILES: readonly string[] = ["tidemark.yaml", "tidemark.yml", "tidemark.json", "tidemark.ts"];
export const CQL_TRACK_FILES: readonly string[] = ["cqltrack.yml", "cqltrack.yaml"];

/** `named`: the path of a flag or variable, and its name in backticks. */
export function findConfigFile(
  cwd: string,
  named?: { readonly path: string; readonly label: string } | undefined,
): FindResult {
  if (named !== undefined) return findNamed(cwd, named.path, named.label);
  for (const names of [OWN_FILES, CQL_TRACK_FILES]) {
    const present = names.filter((name) => existsSync(resolve(cwd, name)));
    const [name] = present;
    if (present.length > 1) {
      const message = `there are several configuration files: ${present.join(", ")}`;
      return { file: undefined, mistakes: [{ message, hint: "keep one, or name one with --config" }] };
    }
    if (name !== undefined) return { file: describeFile(cwd, name), mistakes: [] };
  }
  return { file: undefined, mistakes: [] };
}

function findNamed(cwd: string, path: string, label: string): FindResult {
  if (!existsSync(resolve(cwd, path))) {
    const message = `${label} names \`${path}\`, which does not exist`;
    return { file: undefined, mistakes: [{ message, hint: `it is looked for in ${cwd}` }] };
  }
  if (![".yaml", ".yml", ".json", ".ts"].includes(extname(path))) {
    const message = `${label} names \`${path}\`, which is not a .yaml, .yml, .json or .ts file`;
    return { file: undefined, mistakes: [{ message }] };
  }
  return { file: describeFile(cwd, path), mistakes: [] };
}

function describeFile(cwd: string, path: string): FoundFile {
  const absolute = resolve(cwd, path);
  const inside = relative(cwd, absolute);
  const kind = CQL_TRACK_FILES.includes(basename(path)) ? "cql-track" : "tidemark";
  return { kind, path: absolute, name: inside.startsWith("..") ? absolute : inside };
}
