// Reads a configuration file into a raw tree with places. Loads `yaml`, or what runs a module, only for a file that needs it.
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

/** A module can hold anything and has no places: its keys are named instead. It may read the environment, so it is run each time. */
async function runModule(file: FoundFile): Promise<RawFile> {
  const { importModule } = await import("../modules/import-module.ts");
  const module = await importModule(file.path, file.name, { evaluation: "every-time" });
  if (module.kind === "failed") {
    const { message, hint, source, span } = module.diagnostic;
    // The line may hold a password: its place alone is told.
    const place = source && { name: source.name, text: source.text.replace(/[^\r\n]/g, " ") };
    return { ...failed(file, ""), mistakes: [{ message, hint, source: place, span }] };
  }
  const loaded = module.exports;
  if (!("default" in loaded)) {
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
