// Goal: passwords, TLS and mutual TLS work against a real server, and what is wrong with them is said in one sentence, with what
// to do. Method: two nodes that speak TLS and know roles, a third that demands certificates of its clients, and doubles before it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { retryRead } from "../../src/adapters/cassandra/retry-read.ts";
import type { CassandraOptions } from "../../src/adapters/cassandra/session-options.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { assertExit, type CliResult, runCli } from "../cli/cli.ts";
import { sessionOptions, type TestServer, withServer } from "./cassandra/server.ts";
import { type Authority, createAuthority } from "./security/certificates.ts";
import { type SecureServer, startSecureServer } from "./security/secure-server.ts";
import { startTlsDouble, type TlsDouble } from "./security/tls-double.ts";

const PASSWORD = "p4ss-w0rd-of-migrator";
const OTHER_PASSWORD = "p4ss-w0rd-of-another";
const DOCS = readFileSync("docs/connecting.md", "utf8");
const MIGRATIONS = {
  "V1__carts.cql": "CREATE TABLE carts (id uuid PRIMARY KEY, total int);",
  "V2__note.cql": "ALTER TABLE carts ADD note text;",
};

withServer("passwords and TLS", (plain) => describe("passwords and TLS", () => claimAll(plain)));

function claimAll(plain: TestServer): void {
  let directory = "";
  let authority: Authority;
  let server: SecureServer;
  let mutual: SecureServer;
  /** Everything that the command line has printed. */
  const printed: string[] = [];
  const doubles: TlsDouble[] = [];
  let clientKey = "";

  const path = (name: string): string => join(directory, name);

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "tidemark-security-"));
    authority = await createAuthority("tests");
    const stranger = await createAuthority("strangers");
    const roles = { authenticator: "PasswordAuthenticator", authorizer: "CassandraAuthorizer" };
    const hasAddresses = process.platform === "linux";
    [server, mutual] = await Promise.all([
      startSecureServer({ authority, nodes: hasAddresses ? 2 : 1, settings: roles }),
      startSecureServer({ authority, requireClientCertificate: true }),
    ]);
    const client = await authority.issue("client");
    const strange = await stranger.issue("client");
    clientKey = client.key;
    const files: Readonly<Record<string, string>> = {
      "ca.pem": authority.certificate,
      "other-ca.pem": stranger.certificate,
      "client.pem": client.certificate,
      "client.key": client.key,
      "both.pem": client.key + client.certificate,
      "strange.pem": strange.certificate,
      "strange.key": strange.key,
      "text.pem": "no certificate\n",
      ...MIGRATIONS,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path(name), text);
    await makeRoles();
  });

  after(async () => {
    await Promise.all([server?.stop(), mutual?.stop(), ...doubles.map((double) => double.close())]);
    await rm(directory, { recursive: true, force: true });
  });

  async function makeRoles(): Promise<void> {
    const login = `WITH LOGIN = true AND PASSWORD = '${PASSWORD}'`;
    await asSuperuser([
      "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      ...grantsOfTheDocs().map((grant) => grant.replace(/PASSWORD = '[^']*'/, `PASSWORD = '${PASSWORD}'`)),
      `CREATE ROLE nologin WITH LOGIN = false AND PASSWORD = '${PASSWORD}'`,
      `CREATE ROLE stranger ${login}`,
      `CREATE ROLE reader ${login}`,
      "GRANT SELECT ON KEYSPACE shop TO reader",
      "GRANT MODIFY ON KEYSPACE shop TO reader",
    ]);
  }

  /** The one that Cassandra starts with. */
  async function asSuperuser(statements: readonly string[]): Promise<void> {
    const auth = { username: "cassandra", password: { reveal: () => "cassandra" } };
    const { client, close } = await connect({ ...optionsOf(server), auth });
    for (const statement of statements) await client.execute(statement);
    await close();
  }

  function optionsOf({ contactPoint: host, port }: Pick<SecureServer, "contactPoint" | "port">): CassandraOptions {
    const ssl = { caCerts: path("ca.pem"), certfile: undefined, keyfile: undefined, verify: true };
    return { ...sessionOptions({ host, port }, "shop"), ssl };
  }

  type Variables = Readonly<Record<string, string | undefined>>;

  async function cli(argv: readonly string[], variables: Variables = {}): Promise<CliResult> {
    const given: Variables = {
      TIDEMARK_CONTACT_POINTS: server.contactPoint,
      TIDEMARK_PORT: String(server.port),
      TIDEMARK_KEYSPACE: "shop",
      TIDEMARK_MIGRATIONS_DIR: directory,
      TIDEMARK_SSL_CA_CERTS: path("ca.pem"),
      TIDEMARK_USERNAME: "migrator",
      TIDEMARK_PASSWORD: PASSWORD,
      ...variables,
    };
    const env = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    const result = await runCli(argv, { cwd: directory, env });
    printed.push(result.stdout, result.stderr);
    return result;
  }

  /** One sentence, one hint, no stack, and soon. */
  async function refused(variables: Variables, exitCode: number, message: RegExp, hint: RegExp): Promise<void> {
    // A connection that is refused is no silence, which would be told after this time.
    const result = await cli(["status"], { TIDEMARK_CONNECT_TIMEOUT: "2m", ...variables });
    assertExit(result, exitCode);
    const lines = result.stderr.trimEnd().split("\n");
    assert.equal(lines.length, 2, result.stderr);
    assert.match(lines[0] ?? "", message);
    assert.match(lines[1] ?? "", hint);
  }

  /** Of the server that demands certificates. */
  function toMutual(variables: Variables = {}): Variables {
    return { TIDEMARK_CONTACT_POINTS: mutual.contactPoint, TIDEMARK_USERNAME: "", TIDEMARK_PASSWORD: "", ...variables };
  }

  async function startDouble(options: Parameters<Authority["issue"]>[1]): Promise<string> {
    const upstream = {
      host: mutual.contactPoint,
      port: mutual.port,
      ca: authority.certificate,
      cert: readFileSync(path("client.pem")),
      key: clientKey,
    };
    const double = await startTlsDouble(await authority.issue("double", options), upstream);
    doubles.push(double);
    return String(double.port);
  }

  test("a role with the permissions that the docs name migrates over TLS, on all nodes", async () => {
    assertExit(await cli(["init"]), 0);
    const result = await cli(["migrate"]);
    assertExit(result, 0);
    assert.match(result.stdout, /2 migrations/);
  });

  test("a role that may only read the history looks around, as the docs say", async () => {
    await asSuperuser([
      `CREATE ROLE app WITH LOGIN = true AND PASSWORD = '${PASSWORD}'`,
      /`(GRANT SELECT ON TABLE [^`]+)`/.exec(DOCS)?.[1] ?? "",
    ]);
    for (const command of ["status", "history", "validate", "drift", "pending"]) {
      assertExit(await cli([command], { TIDEMARK_USERNAME: "app" }), 0);
    }
  });

  test("over TLS, each node that is asked is the one that answers", async () => {
    const auth = { username: "migrator", password: { reveal: () => PASSWORD } };
    const { client, close } = await connect({ ...optionsOf(server), auth });
    try {
      const hosts = client.hosts.values();
      assert.equal(hosts.length, server.nodes.length);
      for (const host of hosts) {
        const result = await retryRead(() => client.execute("SELECT rpc_address FROM system.local", [], { host }));
        assert.equal(`${result.first()?.rpc_address}:${server.port}`, host.address);
      }
    } finally {
      await close();
    }
  });

  test("a wrong password", () =>
    refused(
      { TIDEMARK_PASSWORD: OTHER_PASSWORD },
      5,
      /^error: cannot log in to [\d.]+:\d+ as `migrator`: Provided username migrator and\/or password are incorrect$/,
      /check the user name and the password$/,
    ));

  test("no password where one is asked for", () =>
    refused(
      { TIDEMARK_USERNAME: "", TIDEMARK_PASSWORD: "" },
      5,
      /^error: cannot log in to [\d.]+:\d+: the server asks for a user name and a password, and none are configured$/,
      /set cassandra\.auth, or TIDEMARK_USERNAME and TIDEMARK_PASSWORD$/,
    ));

  test("a role that may not log in", () =>
    refused(
      { TIDEMARK_USERNAME: "nologin" },
      5,
      /as `nologin`: the role may not log in \(it has no LOGIN\)$/,
      /ALTER ROLE nologin WITH LOGIN = true$/,
    ));

  test("a role that may not read the history", () =>
    refused(
      { TIDEMARK_USERNAME: "stranger" },
      1,
      /^error: User stranger has no SELECT permission on <table shop\.tidemark_history> or any of its parents$/,
      /GRANT SELECT ON TABLE shop\.tidemark_history TO stranger$/,
    ));

  test("a role that may not change the schema", async () => {
    await writeFile(path("V3__more.cql"), "ALTER TABLE carts ADD more text;");
    try {
      const result = await cli(["migrate"], { TIDEMARK_USERNAME: "reader" });
      assertExit(result, 1);
      assert.match(result.stderr, /V3__more\.cql:1 needs ALTER on <table shop\.carts>, which reader does not have/);
      assert.match(result.stderr, /GRANT ALTER ON TABLE shop\.carts TO reader/);
      const refusal = await cli(["migrate", "--no-preflight"], { TIDEMARK_USERNAME: "reader" });
      assertExit(refusal, 1);
      assert.match(refusal.stderr, /User reader has no ALTER permission on <table shop\.carts> or any of its parents/);
      assert.match(refusal.stderr, /GRANT ALTER ON TABLE shop\.carts TO reader/);
    } finally {
      await rm(path("V3__more.cql"));
    }
  });

  test("an authority that is not the server's", () =>
    refused(
      { TIDEMARK_SSL_CA_CERTS: path("other-ca.pem") },
      5,
      /^error: cannot connect to [\d.]+:\d+: its certificate comes from an authority that is not trusted here$/,
      /the server's authority is not in cassandra\.ssl\.ca_certs \(\S+other-ca\.pem\)$/,
    ));

  test("TLS verifies unless it is told otherwise: no authority given is the system's", () =>
    refused(
      { TIDEMARK_SSL_CA_CERTS: "", TIDEMARK_SSL: "true" },
      5,
      /not trusted here$/,
      /set cassandra\.ssl\.ca_certs/,
    ));

  test("without verification it connects, and warns every time", async () => {
    for (let time = 0; time < 2; time += 1) {
      const result = await cli(["status"], { TIDEMARK_SSL_CA_CERTS: "", TIDEMARK_SSL_VERIFY: "false" });
      assertExit(result, 0);
      assert.match(result.stderr, /^warning: .*not checked/m);
    }
  });

  test("a certificate for another name", async () => {
    const port = await startDouble({ names: ["elsewhere.example"] });
    await refused(
      { ...toMutual({ TIDEMARK_CONTACT_POINTS: "127.0.0.1" }), TIDEMARK_PORT: port },
      5,
      /^error: cannot connect to 127\.0\.0\.1:\d+: its certificate is for DNS:elsewhere\.example, and not for 127\.0\.0\.1$/,
      /connect by a name or an address that the certificate has/,
    );
  });

  test("a certificate for the name of a contact point, which no address is in", async () => {
    const port = await startDouble({ names: ["localhost"] });
    const result = await cli(["init"], { ...toMutual({ TIDEMARK_CONTACT_POINTS: "localhost" }), TIDEMARK_PORT: port });
    assertExit(result, 0);
  });

  test("a certificate that has expired", async () => {
    const port = await startDouble({ addresses: ["127.0.0.1"], expiredDaysAgo: 1 });
    await refused(
      { ...toMutual({ TIDEMARK_CONTACT_POINTS: "127.0.0.1" }), TIDEMARK_PORT: port },
      5,
      /: its certificate, or that of its authority, has expired$/,
      /renew the certificate of the server/,
    );
  });

  test("a client's certificate that is demanded and given", async () => {
    const identity = { TIDEMARK_SSL_CERTFILE: path("client.pem"), TIDEMARK_SSL_KEYFILE: path("client.key") };
    assertExit(await cli(["init"], toMutual(identity)), 0);
    assertExit(await cli(["migrate"], toMutual(identity)), 0);
  });

  test("a client's certificate and key in one file, given in code", async () => {
    const tidemark = await Tidemark.open({
      contactPoints: [mutual.contactPoint],
      port: mutual.port,
      keyspace: "shop",
      migrationsDir: directory,
      ssl: { caCerts: path("ca.pem"), certfile: path("both.pem") },
    });
    try {
      assert.equal((await tidemark.status()).current, "2");
    } finally {
      await tidemark.close();
    }
  });

  test("a client's certificate that is demanded and missing", () =>
    refused(
      toMutual(),
      5,
      /: it demands a certificate of its clients$/,
      /set cassandra\.ssl\.certfile and .*keyfile$/,
    ));

  test("a client's certificate of an authority that the server does not know", () =>
    refused(
      toMutual({ TIDEMARK_SSL_CERTFILE: path("strange.pem"), TIDEMARK_SSL_KEYFILE: path("strange.key") }),
      5,
      /: it refuses the certificate of this client$/,
      /an authority that the server trusts must have signed cassandra\.ssl\.certfile \(\S+strange\.pem\)/,
    ));

  test("a key that is another certificate's", () =>
    refused(
      { TIDEMARK_SSL_CERTFILE: path("client.pem"), TIDEMARK_SSL_KEYFILE: path("strange.key") },
      2,
      /^error: the key in \S+strange\.key does not belong to the certificate in \S+client\.pem$/,
      /check cassandra\.ssl\.certfile and cassandra\.ssl\.keyfile$/,
    ));

  test("a certificate without a key", () =>
    refused(
      { TIDEMARK_SSL_CERTFILE: path("client.pem") },
      2,
      /cassandra\.ssl\.certfile: \S+client\.pem holds no private key$/,
      /set cassandra\.ssl\.keyfile/,
    ));

  test("a file of authorities that does not exist", () =>
    refused(
      { TIDEMARK_SSL_CA_CERTS: path("none.pem") },
      2,
      /^error: cassandra\.ssl\.ca_certs: cannot read \S+none\.pem: there is no such file$/,
      /relative to the configuration file/,
    ));

  test("a file of authorities without any", () =>
    refused(
      { TIDEMARK_SSL_CA_CERTS: path("text.pem") },
      2,
      /cassandra\.ssl\.ca_certs: \S+text\.pem holds no certificate in PEM$/,
      /-----BEGIN CERTIFICATE-----/,
    ));

  test("TLS where it is not spoken", () =>
    refused(
      { TIDEMARK_CONTACT_POINTS: plain.host, TIDEMARK_PORT: String(plain.port) },
      5,
      /: what answers there does not speak TLS$/,
      /leave out cassandra\.ssl/,
    ));

  test("no TLS where it is demanded", () =>
    refused(
      { TIDEMARK_SSL_CA_CERTS: "" },
      5,
      /: the connection was closed by the other side$/,
      /a server that expects TLS hangs up like this: set cassandra\.ssl$/,
    ));

  test("what several contact points have in common is said once", () => {
    const points = server.nodes.map(({ address }) => address).join(",");
    return refused(
      { TIDEMARK_CONTACT_POINTS: points, TIDEMARK_PASSWORD: OTHER_PASSWORD },
      5,
      /^error: cannot log in to [\d.:, ]+ as `migrator`: Provided (?!.*Provided)/,
      /check the user name/,
    );
  });

  test("no password and no key is ever printed, with -v neither", async () => {
    for (const variables of [
      {},
      { TIDEMARK_PASSWORD: OTHER_PASSWORD },
      { TIDEMARK_SSL_CERTFILE: path("client.pem"), TIDEMARK_SSL_KEYFILE: path("strange.key") },
      { TIDEMARK_SSL_CERTFILE: path("client.key"), TIDEMARK_SSL_KEYFILE: path("client.key") },
    ]) {
      await cli(["status", "-v"], variables);
      await cli(["status", "--json"], variables);
    }
    const output = printed.join("\n");
    assert.ok(output.length > 2_000, "there was output to look at");
    assert.ok(!output.includes(PASSWORD) && !output.includes(OTHER_PASSWORD));
    for (const line of clientKey.split("\n").slice(1, -2)) assert.ok(!output.includes(line));
  });
}

/** The statements of docs/connecting.md that make a role for tidemark. */
function grantsOfTheDocs(): readonly string[] {
  const block = /```cql\n(CREATE ROLE.*?)```/s.exec(DOCS)?.[1] ?? "";
  const statements = block.replaceAll(/--.*$/gm, "").split(";");
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== "");
}
