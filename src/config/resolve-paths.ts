// Makes the paths in a layer absolute. Pure.
import { resolve } from "node:path";
import { parseSqlUrl } from "../dialect/sql-url.ts";
import type { ConfigTree } from "./config-tree.ts";

/** `base` is the directory that the layer's paths are relative to. */
export function resolvePaths(tree: ConfigTree, base: string): ConfigTree {
  const { cassandra, database, migrations, models } = tree;
  const ssl = cassandra?.ssl;
  const at = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(base, path));
  return {
    ...tree,
    ...(cassandra && {
      cassandra: {
        ...cassandra,
        secure_connect_bundle: at(cassandra.secure_connect_bundle),
        ...(ssl && {
          ssl: { ...ssl, ca_certs: at(ssl.ca_certs), certfile: at(ssl.certfile), keyfile: at(ssl.keyfile) },
        }),
      },
    }),
    ...(database && {
      database: {
        ...database,
        url: resolveUrl(database.url, base),
        shadow_url: resolveUrl(database.shadow_url, base),
      },
    }),
    ...(migrations && { migrations: { ...migrations, directory: at(migrations.directory) } }),
    ...(models && { models: models.map((path) => resolve(base, path)) }),
  };
}

/** The directory of an embedded database, and the certificates of a server. */
function resolveUrl(url: string | undefined, base: string): string | undefined {
  if (url === undefined) return undefined;
  const parsed = parseSqlUrl(url);
  if (parsed?.kind === "embedded") {
    return parsed.directory === undefined ? "pglite:memory" : `pglite:${resolve(base, parsed.directory)}`;
  }
  return url.replace(/([?&](?:sslrootcert|sslcert|sslkey)=)([^&#]+)/g, (all, before: string, path: string) =>
    // "system" is a word of libpq: the authorities of the system.
    path === "system" ? all : before + encodeURIComponent(resolve(base, decodePath(path))).replaceAll("%2F", "/"),
  );
}

/** A lone `%` is taken as it stands. */
function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
