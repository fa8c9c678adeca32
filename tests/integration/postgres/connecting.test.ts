// Every way in which a connection to a real PostgreSQL does not come about: the error says why and what to do, and holds no secret.
// With TLS: a server with a certificate of an authority that was made for the test.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import { ToolError } from "../../../src/base/errors.ts";
import { type Postgres, startPostgres } from "../../postgres/start-postgres.ts";
import { createAuthority } from "../security/certificates.ts";
import { withPostgres } from "./server.ts";
import { sqlOptions } from "./sql-options.ts";

interface Refusal {
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const SECRET = "s3cret-w0rd";

withPostgres("connecting", (plainUrl) => {
  describe("TLS", () => {
    let server: Postgres | undefined;
    let directory = "";
    const path = (name: string): string => encodeURIComponent(join(directory, name));

    before(async () => {
      directory = await mkdtemp(join(tmpdir(), "tidemark-tls-"));
      const [ours, other] = [await createAuthority("Ours"), await createAuthority("Other")];
      const { certificate, key } = await ours.issue("db", { names: ["localhost"] });
      await writeFile(join(directory, "ours.pem"), ours.certificate);
      await writeFile(join(directory, "other.pem"), other.certificate);
      await writeFile(join(directory, "empty.pem"), "nothing\n");
      server = await startPostgres({
        settings: {
          ssl: "on",
          ssl_cert_file: "server.crt",
          ssl_key_file: "server.key",
          listen_addresses: "127.0.0.1,localhost",
        },
        files: { "server.crt": certificate, "server.key": key },
        hostRules: [
          "hostnossl all guest all reject",
          "hostssl all guest all scram-sha-256",
          "hostssl all all all trust",
        ],
      });
    });
    after(async () => {
      await server?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    function urlOf(host: string, query: string, login = "postgres"): string {
      assert.ok(server !== undefined);
      return `postgres://${login}@${host}:${server.port}/postgres?${query}`;
    }

    test("a server of a trusted authority is believed, in every mode that says TLS", async () => {
      for (const mode of ["require", "verify-ca", "verify-full"]) {
        assert.equal(
          await open(urlOf("localhost", `sslmode=${mode}&sslrootcert=${path("ours.pem")}`)),
          undefined,
          mode,
        );
      }
    });

    test("without a check whoever answers is believed", async () => {
      assert.equal(await open(urlOf("127.0.0.1", "sslmode=no-verify")), undefined);
    });

    const refusals: Readonly<Record<string, readonly [url: () => string, refusal: Refusal]>> = {
      "an authority that is not trusted": [
        () => urlOf("localhost", `sslmode=verify-full&sslrootcert=${path("other.pem")}`, `guest:${SECRET}`),
        { code: "connection-failed", message: /authority that is not trusted here/, hint: /sslrootcert=PATH/ },
      ],
      "no authority named": [
        () => urlOf("localhost", "sslmode=require", `guest:${SECRET}`),
        { code: "connection-failed", message: /authority that is not trusted here/, hint: /sslrootcert=PATH/ },
      ],
      "another name, however little the mode asks for": [
        () => urlOf("127.0.0.1", `sslmode=verify-ca&sslrootcert=${path("ours.pem")}`, `guest:${SECRET}`),
        { code: "connection-failed", message: /127\.0\.0\.1/, hint: /a name that the certificate has/ },
      ],
      "in clear where TLS is wanted": [
        () => urlOf("localhost", "sslmode=disable", `guest:${SECRET}`),
        { code: "connection-failed", message: /pg_hba\.conf/, hint: /sslmode=require/ },
      ],
      "a password that is wrong": [
        () => urlOf("localhost", `sslmode=require&sslrootcert=${path("ours.pem")}`, `guest:${SECRET}`),
        { code: "connection-failed", message: /password authentication failed/, hint: /user name and the password/ },
      ],
      "a file that is not there": [
        () => urlOf("localhost", `sslmode=require&sslrootcert=${path("none.pem")}`, `guest:${SECRET}`),
        {
          code: "config-invalid",
          message: /sslrootcert: cannot read .*none\.pem: there is no such file/,
          hint: /relative/,
        },
      ],
      "a file that holds no certificate": [
        () => urlOf("localhost", `sslmode=require&sslrootcert=${path("empty.pem")}`, `guest:${SECRET}`),
        { code: "config-invalid", message: /holds nothing in PEM/, hint: /BEGIN CERTIFICATE/ },
      ],
    };
    for (const [name, [url, refusal]] of Object.entries(refusals)) {
      test(`refused: ${name}`, async () => assertRefused(await open(url()), refusal));
    }
  });

  describe("without TLS", () => {
    function urlOf(login: string, database: string, query = ""): string {
      const { host } = new URL(plainUrl);
      return `postgres://${login}@${host}/${database}${query}`;
    }

    const refusals: Readonly<Record<string, readonly [url: string, refusal: Refusal]>> = {
      "a server that speaks no TLS": [
        urlOf(`guest:${SECRET}`, "postgres", "?sslmode=require"),
        { code: "connection-failed", message: /speaks no TLS/, hint: /leave sslmode out of the URL/ },
      ],
      "a password that is wrong": [
        urlOf(`guest:${SECRET}`, "postgres"),
        { code: "connection-failed", message: /password authentication failed/, hint: /user name and the password/ },
      ],
      "no password where one is wanted": [
        urlOf("guest", "postgres"),
        { code: "connection-failed", message: /asks for a password/, hint: /PGPASSWORD/ },
      ],
      "a database that does not exist": [
        urlOf(`postgres:${SECRET}`, "nothing_here"),
        { code: "target-missing", message: /database "nothing_here" does not exist/, hint: /createdb/ },
      ],
      "a role that does not exist": [
        urlOf(`nobody_here:${SECRET}`, "postgres"),
        { code: "connection-failed", message: /role "nobody_here" does not exist/, hint: /check the user name/ },
      ],
      "a port where nobody listens": [
        `postgres://postgres:${SECRET}@127.0.0.1:1/postgres`,
        { code: "connection-failed", message: /nobody listens there/, hint: /host and port/ },
      ],
    };
    for (const [name, [url, refusal]] of Object.entries(refusals)) {
      test(`refused: ${name}`, async () => assertRefused(await open(url), refusal));
    }
  });
});

async function open(url: string): Promise<unknown> {
  try {
    await (await openSqlTarget(sqlOptions(url), "postgres")).close();
    return undefined;
  } catch (error) {
    return error;
  }
}

function assertRefused(error: unknown, { code, message, hint }: Refusal): void {
  assert.ok(error instanceof ToolError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  assert.match(error.hint ?? "", hint);
  const said = `${error.message} ${error.hint} ${JSON.stringify(error.details)} ${error.stack} ${String(error.cause)}`;
  assert.ok(!said.includes(SECRET), said);
}
