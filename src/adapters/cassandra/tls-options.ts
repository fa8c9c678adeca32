// The TLS settings → what Node needs to speak it. Reads the files of certificates and keys.
import { readFile } from "node:fs/promises";
import { type ConnectionOptions, checkServerIdentity, createSecureContext, type PeerCertificate } from "node:tls";
import { messageOf, ToolError } from "../../base/errors.ts";
import type { CassandraOptions } from "./session-options.ts";

type Ssl = NonNullable<CassandraOptions["ssl"]>;

/**
 * @param hosts of the contact points
 * @throws ToolError "config-invalid" for a file that cannot be read, is no PEM, or does not fit the others
 */
export async function readTlsOptions(ssl: Ssl, hosts: readonly string[]): Promise<ConnectionOptions> {
  const [ca, cert, ownKey] = await Promise.all([
    readPem("ca_certs", ssl.caCerts, "CERTIFICATE"),
    readPem("certfile", ssl.certfile, "CERTIFICATE"),
    readPem("keyfile", ssl.keyfile, "PRIVATE KEY"),
  ]);
  // Both may stand in one file.
  const key = ownKey ?? (cert?.includes("PRIVATE KEY-----") === true ? cert : undefined);
  if (cert !== undefined && key === undefined) {
    throw new ToolError("config-invalid", `cassandra.ssl.certfile: ${ssl.certfile} holds no private key`, {
      hint: "set cassandra.ssl.keyfile to the file of the certificate's key",
    });
  }
  const identity = { ...(ca !== undefined && { ca: [ca] }), ...(cert !== undefined && { cert, key }) };
  checkIdentity(identity, ssl);
  // No `host`: the driver opens the connections to all nodes with these options, and it would win over the address of each.
  return {
    ...identity,
    rejectUnauthorized: ssl.verify,
    checkServerIdentity: (address, certificate) => checkNodeIdentity(address, certificate, hosts),
  };
}

/**
 * A node proves to be the address that it is reached at, or one of the contact points: those the user has named. The other nodes
 * are known by the addresses that the cluster tells, which certificates rarely name.
 */
export function checkNodeIdentity(
  address: string,
  certificate: PeerCertificate,
  hosts: readonly string[],
): Error | undefined {
  const names = new Set([address, ...hosts]);
  if ([...names].some((name) => checkServerIdentity(name, certificate) === undefined)) return undefined;
  const named = certificate.subjectaltname ?? `CN=${certificate.subject?.CN ?? ""}`;
  const message = `its certificate is for ${shorten(named)}, and not for ${[...names].join(" or ")}`;
  return Object.assign(new Error(message), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
}

const NAMES_MAX = 4;

function shorten(names: string): string {
  const all = names.split(", ");
  const more = all.length > NAMES_MAX ? ` and ${all.length - NAMES_MAX} more` : "";
  return `${all.slice(0, NAMES_MAX).join(", ")}${more}`;
}

async function readPem(
  name: "ca_certs" | "certfile" | "keyfile",
  path: string | undefined,
  what: "CERTIFICATE" | "PRIVATE KEY",
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const reason = messageOf(error).startsWith("ENOENT") ? "there is no such file" : messageOf(error);
    throw new ToolError("config-invalid", `cassandra.ssl.${name}: cannot read ${path}: ${reason}`, {
      hint: "a path is relative to the configuration file; that of a variable to the working directory",
      cause: error,
    });
  });
  if (text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.includes("Proc-Type: 4,ENCRYPTED")) {
    throw new ToolError("config-invalid", `cassandra.ssl.${name}: the key in ${path} is encrypted`, {
      hint: "tidemark takes a key without a passphrase: openssl pkey -in KEY -out PLAIN_KEY, readable for you alone",
    });
  }
  // Node takes a file of authorities in which there is none, and trusts nobody then.
  if (new RegExp(`-----BEGIN [A-Z ]*${what}-----`).test(text)) return text;
  const kind = what === "CERTIFICATE" ? "certificate" : "private key";
  throw new ToolError("config-invalid", `cassandra.ssl.${name}: ${path} holds no ${kind} in PEM`, {
    hint: `it begins with -----BEGIN ${what}-----; out of a PKCS#12 store: openssl pkcs12 -in STORE -nodes`,
  });
}

function checkIdentity(identity: Parameters<typeof createSecureContext>[0], ssl: Ssl): void {
  try {
    createSecureContext(identity);
  } catch (error) {
    const isMismatch = error instanceof Error && "code" in error && error.code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH";
    const files = [ssl.caCerts, ssl.certfile, ssl.keyfile].filter((path) => path !== undefined).join(", ");
    const message = isMismatch
      ? `the key in ${ssl.keyfile ?? ssl.certfile} does not belong to the certificate in ${ssl.certfile}`
      : `cassandra.ssl: a certificate or key cannot be used (${files}): ${messageOf(error)}`;
    const hint = isMismatch ? "check cassandra.ssl.certfile and cassandra.ssl.keyfile" : undefined;
    throw new ToolError("config-invalid", message, { hint, cause: error });
  }
}
