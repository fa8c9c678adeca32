// Makes authorities and certificates for the length of a test.
import { randomBytes, type webcrypto } from "node:crypto";
import type { JsonGeneralName } from "@peculiar/x509";

// What holds the algorithms of @peculiar/x509 together asks for these at its start, and for nothing that they would keep.
const reflect: Record<string, unknown> = Reflect as never;
for (const name of ["getMetadata", "getOwnMetadata", "defineMetadata"]) reflect[name] ??= () => undefined;
const x509 = await import("@peculiar/x509");

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 3_600_000;

/** PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface IssueOptions {
  /** What the certificate is for: addresses and host names. */
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
  /** Before today; valid for a year when not given. */
  readonly expiredDaysAgo?: number;
}

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  issue(name: string, options?: IssueOptions): Promise<Issued>;
}

export async function createAuthority(name: string): Promise<Authority> {
  const keys = await generateKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    serialNumber: serialNumber(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    certificate: own.toString("pem"),
    async issue(subject, { addresses = [], names = [], expiredDaysAgo } = {}) {
      const { publicKey, privateKey } = await generateKeys();
      const alternatives: JsonGeneralName[] = [
        ...addresses.map((value): JsonGeneralName => ({ type: "ip", value })),
        ...names.map((value): JsonGeneralName => ({ type: "dns", value })),
      ];
      const certificate = await x509.X509CertificateGenerator.create({
        ...validity(expiredDaysAgo),
        serialNumber: serialNumber(),
        subject: `CN=${subject}`,
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: alternatives.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(alternatives)],
      });
      return { certificate: certificate.toString("pem"), key: await exportKey(privateKey) };
    },
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const body = Buffer.from(await crypto.subtle.exportKey("pkcs8", key)).toString("base64");
  const lines = body.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
}

function validity(expiredDaysAgo?: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const nowMs = Date.now();
  const endMs = expiredDaysAgo === undefined ? nowMs + 365 * DAY_MS : nowMs - expiredDaysAgo * DAY_MS;
  return { notBefore: new Date(Math.min(nowMs - DAY_MS, endMs - 30 * DAY_MS)), notAfter: new Date(endMs) };
}

/** Positive, as it must be. */
function serialNumber(): string {
  return `01${randomBytes(8).toString("hex")}`;
}
