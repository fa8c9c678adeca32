// Goal: what docs/connecting.md says to write works. Method: its settings are settled, and its certificates made and used. What it
// says of permissions is held against a real server by tests/integration/security.test.ts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { connect, createServer } from "node:tls";
import { parse } from "yaml";
import type { ConfigFile } from "../../src/config/config-file.ts";
import { settleConfig } from "../../src/config/settle-config.ts";

const DOCS = readFileSync("docs/connecting.md", "utf8");
const ENV = { CASSANDRA_PASSWORD: "p", ASTRA_TOKEN: "t" };

function blocksOf(language: string): readonly string[] {
  const pattern = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs");
  return [...DOCS.matchAll(pattern)].map((match) => match[1] ?? "");
}

test("all settings hold", async () => {
  const files = blocksOf("yaml").filter((text) => text.includes("cassandra:"));
  assert.ok(files.length >= 4, "there are settings to look at");
  for (const text of files) {
    const values: ConfigFile = parse(text.replaceAll(/\$\{(\w+)\}/g, (_, name: keyof typeof ENV) => ENV[name]));
    await settleConfig({ cwd: tmpdir(), env: ENV, flags: {}, values });
  }
});

test("the certificates for trying it out fit each other", { skip: withoutOpenssl() }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-certificates-"));
  const read = (name: string): Buffer => readFileSync(join(directory, name));
  try {
    const [script = ""] = blocksOf("sh");
    execFileSync("sh", ["-e", "-c", script], { cwd: directory, stdio: "pipe" });
    const store = read("node-store.pem");
    const server = createServer({ cert: store, key: store, ca: read("ca.pem"), requestCert: true }, (socket) => {
      socket.end(String(socket.authorized));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const identity = { ca: read("ca.pem"), cert: read("client.pem"), key: read("client.key") };
    const socket = connect({ host: "127.0.0.1", port, ...identity });
    const [answer] = await once(socket, "data");
    assert.equal(String(answer), "true");
    socket.destroy();
    server.close();
    await once(server, "close");
  } finally {
    rmSync(directory, { recursive: true });
  }
});

/** Before OpenSSL 3, `req` signs with no other key than the certificate's own. */
function withoutOpenssl(): string | false {
  try {
    const version = execFileSync("openssl", ["version"], { encoding: "utf8", stdio: "pipe" });
    return /^OpenSSL [3-9]/.test(version) ? false : `needs OpenSSL 3, found ${version.trim()}`;
  } catch {
    return "needs the command openssl";
  }
}
