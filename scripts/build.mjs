// Builds dist/: the library (one file a module, typed), the CLI (bundled, so that it starts fast) and the JSON Schema.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
const { metafile } = await build({
  entryPoints: { tidemark: "src/cli/main.ts" },
  outdir: "dist/bin",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "chunks/[name]-[hash]",
  // jiti, PGlite and the parser of PostgreSQL find files of their own beside them; kerberos, pg-native and pg-cloudflare are optional for the drivers.
  external: ["jiti", "kerberos", "libpg-query", "@electric-sql/pglite", "libpg-query", "pg-native", "pg-cloudflare"],
  // The browser build of yaml is the one in ES modules, which bundles without a detour.
  alias: { yaml: "./node_modules/yaml/browser/index.js" },
  // `pg` makes a `Response` when it is loaded, to tell a worker of Cloudflare's from Node: that would load all of fetch, for 30 ms.
  define: { Response: "undefined" },
  // Libraries in CommonJS ask for node's modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
  },
  // Less to read at every start; names stay, for the stack of a bug.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
writeFileSync("dist/bin/THIRD-PARTY-NOTICES.txt", noticesOf(Object.keys(metafile.inputs)));
const { writeJsonSchema } = await import(pathToFileURL(join(root, "dist/config/json-schema.js")).href);
await writeJsonSchema("dist/tidemark.schema.json");

/** The licences of the packages that the bundle holds parts of, as they ask for. */
function noticesOf(inputs) {
  const packages = new Set(
    inputs.flatMap((input) => /^(?:.*node_modules\/)((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[0] ?? []),
  );
  return [...packages]
    .sort()
    .map(noticeOf)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder).filter(
    (file) => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(join(folder, file)),
  );
  return [`${name} ${version} (${license})\n`, ...texts.map((file) => readFileSync(join(folder, file), "utf8"))].join(
    "\n",
  );
}
