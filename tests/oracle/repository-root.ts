// Finds the repository from wherever the tests run.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export function repositoryRoot(): string {
  let directory = process.cwd();
  while (!existsSync(join(directory, "biome.json"))) {
    if (dirname(directory) === directory) throw new Error("the tests run inside of the repository");
    directory = dirname(directory);
  }
  return directory;
}
