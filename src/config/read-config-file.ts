// Reads a configuration file into a raw tree with places. Loads `yaml` or `jiti` only for a file that needs it.
import { readFile } from "node:fs/promises";
import { messageOf } from "../base/errors.ts";
import type { FoundFile } from "./find-config-file.ts";
import { knownPath } from "./place.ts";
import type { RawFile } from "./yaml-text.ts";

export async function readConfigFile(file: FoundFile): Promise<RawFile> {
  if (file.path.endsWith(".ts")) return await runModule(file);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file.path);
  } catch (error) {
    return failed(file, `cannot be read: ${messageOf(error)}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return failed(file, "is not UTF-8");
  }
  const { parseYamlText } = await import("./yaml-text.ts");
  return parseYamlText(file.name, text);
}

/** A module can hold anything and has no places: its keys are named instead. */
async function runModule(file: FoundFile): Promise<RawFile> {
  const { createJiti } = await import("jiti");
  let loaded: unknown;
  try {
    loaded = await createJiti(import.meta.url, { fsCache: false, moduleCache: false }).import(file.path);
  } catch (error) {
    // A syntax error's message has its place on a second line.
    return failed(file, `cannot be loaded: ${messageOf(error).replaceAll(/\s*\n\s*/g, " at ")}`);
  }
  if (typeof loaded !== "object" || loaded === null || !("default" in loaded)) {
    return failed(file, "has no default export: write `export default { … } satisfies ConfigFile`");
  }
  const tree = loaded.default;
  const source = { name: file.name, text: "" };
  return { tree, locate: (path) => ({ label: `\`${knownPath(tree, path).join(".")}\``, source }), mistakes: [] };
}

function failed(file: FoundFile, message: string): RawFile {
  const source = { name: file.name, text: "" };
  return {
    tree: undefined,
    locate: () => ({ label: "it", source }),
    mistakes: [{ message: `the file ${message}`, source }],
  };
}
