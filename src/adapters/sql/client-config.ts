// An address → what `pg` connects with. Reads the files of certificates, and PGPASSWORD where the URL has no password.
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { type ConnectionOptions, createSecureContext } from "node:tls";
import type { ClientConfig } from "pg";
import { messageOf, ToolError } from "../../base/errors.ts";
import { isLocal, isSocket, type PgAddress, type PgHost, type PgTls } from "./pg-url.ts";

const APPLICATION = "tidemark";
const KEEP_ALIVE_MS = 10_000;

/** Thrown to `pg` where a server asks for a password and there is none. */
export const NO_PASSWORD = "no password";

/** @throws ToolError "config-invalid" for a certificate or key that cannot be used */
export async function clientConfig(address: PgAddress, host: PgHost, connectTimeoutMs: number): Promise<ClientConfig> {
  const { user, database, options, applicationName = APPLICATION, tls } = address;
  const ssl = await tlsOptions(tls, host.host);
  return {
    host: host.host,
    port: host.port,
    user: user ?? process.env.PGUSER ?? userInfo().username,
    // A function, so that `pg` looks for none by itself.
    password: () => passwordOf(address),
    database,
    ssl,
    application_name: applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: address.connectTimeoutMs ?? connectTimeoutMs,
    enableChannelBinding: address.bindsChannel && ssl !== false,
    ...(options !== undefined && { options }),
    ...(ssl !== false && tls.isDirect && { sslnegotiation: "direct" as const }),
  };
}

function passwordOf({ password }: PgAddress): string {
  const known = password ?? process.env.PGPASSWORD;
  if (known === undefined) throw new Error(NO_PASSWORD);
  return known;
}

/** How TLS is spoken with a host: by `sslmode`; without it verified, but for what stays on this machine, which is in clear. */
export function tlsModeOf({ mode }: PgTls, host: string): "none" | "verified" | "unverified" {
  if (isSocket(host)) return "none";
  return mode ?? (isLocal(host) ? "none" : "verified");
}

async function tlsOptions(tls: PgTls, host: string): Promise<ConnectionOptions | false> {
  const mode = tlsModeOf(tls, host);
  if (mode === "none") return false;
  const [ca, cert, key] = await Promise.all([
    readPem("sslrootcert", tls.rootCertificate),
    readPem("sslcert", tls.certificate),
    readPem("sslkey", tls.key),
  ]);
  const identity = {
    ...(ca !== undefined && { ca }),
    // Both may stand in one file.
    ...(cert !== undefined && { cert, key: key ?? cert }),
  };
  try {
    createSecureContext(identity);
  } catch (error) {
    throw new ToolError("config-invalid", `a certificate or key of the URL cannot be used: ${messageOf(error)}`, {
      hint: "check sslrootcert, sslcert and sslkey",
      cause: error,
    });
  }
  return { ...identity, rejectUnauthorized: mode === "verified" };
}

async function readPem(name: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const reason = messageOf(error).startsWith("ENOENT") ? "there is no such file" : messageOf(error);
    throw new ToolError("config-invalid", `${name}: cannot read ${path}: ${reason}`, {
      hint: "a relative path is relative to the working directory",
      cause: error,
    });
  });
  // Node takes a file of authorities in which there is none, and trusts nobody then.
  if (text.includes("-----BEGIN ")) return text;
  throw new ToolError("config-invalid", `${name}: ${path} holds nothing in PEM`, {
    hint: "it begins with -----BEGIN CERTIFICATE----- or -----BEGIN PRIVATE KEY-----",
  });
}
