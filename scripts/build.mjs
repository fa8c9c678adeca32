// Builds dist/: the library (one file a module, typed), the CLI (bundled, so that it starts fast) and the JSON Schema.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
await build({
  entryPoints: { tidemark: "src/cli/main.ts" },
  outdir: "dist/bin",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "chunks/[name]-[hash]",
  // jiti finds files of its own beside it; kerberos is optional for the driver.
  external: ["jiti", "kerberos"],
  // The browser build of yaml is the one in ES modules, which bundles without a detour.
  alias: { yaml: "./node_modules/yaml/browser/index.js" },
  // Libraries in CommonJS ask for node's modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
  },
  // Less to read at every start; names stay, for the stack of a bug.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  logLevel: "warning",
});
const { writeJsonSchema } = await import(pathToFileURL(join(root, "dist/config/json-schema.js")).href);
await writeJsonSchema("dist/tidemark.schema.json");
