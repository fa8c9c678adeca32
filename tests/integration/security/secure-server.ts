// A real Cassandra that speaks TLS alone and asks for passwords. Its certificate names the addresses that it may get.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slotCandidates } from "../../../src/sandbox/address.ts";
import { launchSupervisor } from "../../../src/sandbox/launch-supervisor.ts";
import type { SandboxPlace } from "../../../src/sandbox/sandbox.ts";
import { settleSpec } from "../../../src/sandbox/sandbox-spec.ts";
import type { Authority } from "./certificates.ts";

export interface SecureServer extends SandboxPlace {
  stop(): Promise<void>;
}

export interface SecureServerOptions {
  readonly authority: Authority;
  readonly nodes?: number;
  /** Whether a client needs a certificate of the same authority. */
  readonly requireClientCertificate?: boolean;
  /** Further keys of cassandra.yaml. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export async function startSecureServer(options: SecureServerOptions): Promise<SecureServer> {
  const { authority, nodes = 1, requireClientCertificate = false, settings } = options;
  const directory = await mkdtemp(join(tmpdir(), "tidemark-secure-"));
  // A name settles where the nodes may be, and a certificate has to know that first.
  const name = `secure-${randomUUID().slice(0, 8)}`;
  const addresses = new Set(slotCandidates(name, process.platform).map(({ address }) => address));
  const { certificate, key } = await authority.issue("node", { addresses: [...addresses] });
  const keystore = join(directory, "node.pem");
  const truststore = join(directory, "authority.pem");
  await writeFile(keystore, key + certificate);
  await writeFile(truststore, authority.certificate);
  const encryption = {
    enabled: true,
    optional: false,
    ssl_context_factory: { class_name: "org.apache.cassandra.security.PEMBasedSslContextFactory" },
    keystore,
    truststore,
    require_client_auth: requireClientCertificate,
  };
  const spec = settleSpec({ nodes, settings: { ...settings, client_encryption_options: encryption } }, name);
  try {
    const { place, stop } = await launchSupervisor(spec, { signal: undefined, onProgress: undefined });
    return {
      ...place,
      async stop() {
        await stop();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
