// Makes the paths in a layer absolute. Pure.
import { resolve } from "node:path";
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
    ...(database && { database: { ...database, url: resolveEmbedded(database.url, base) } }),
    ...(migrations && { migrations: { ...migrations, directory: at(migrations.directory) } }),
    ...(models && { models: models.map((path) => resolve(base, path)) }),
  };
}

/** `pglite:` with a directory; without one the database is in memory. */
function resolveEmbedded(url: string | undefined, base: string): string | undefined {
  const directory = /^pglite:(?:\/\/)?(.+)$/i.exec(url ?? "")?.[1];
  return directory === undefined ? url : `pglite:${resolve(base, directory)}`;
}
