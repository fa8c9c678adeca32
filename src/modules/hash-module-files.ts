// Turns a module into the files that it is made of, each with its hash. Reads them, and runs nothing.
import { dirname, join, relative, resolve } from "node:path";
import { checksumOf } from "../base/checksum.ts";
import type { ModuleFile } from "../base/module-file.ts";
import { type ModuleGraph, readModuleGraph } from "./module-graph.ts";

/**
 * The module first, then the local files that it imports, in the order of their names; packages are not looked into. Line
 * ends do not count, which version control changes on its own.
 * @param shownName the module as messages show it; the other files are shown relative to the same directory
 */
export async function hashModuleFiles(path: string, shownName: string = path): Promise<readonly ModuleFile[]> {
  return hashGraph(await readModuleGraph(path), path, shownName);
}

/** The same of what was read already. */
export function hashGraph({ files }: ModuleGraph, path: string, shownName: string): readonly ModuleFile[] {
  const [module, ...others] = files.map((file) => ({
    file: showBeside(shownName, path, file.path),
    hash: checksumOf(file.text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")),
  }));
  if (module === undefined) return [];
  return [module, ...others.sort((left, right) => (left.file < right.file ? -1 : 1))];
}

/** How another file is shown when one is shown as `shownName`. */
export function showBeside(shownName: string, path: string, other: string): string {
  const absolute = resolve(path);
  if (other === absolute) return shownName;
  return join(dirname(shownName), relative(dirname(absolute), other)).replaceAll("\\", "/");
}
