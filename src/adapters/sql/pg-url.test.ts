import assert from "node:assert/strict";
import { test } from "node:test";
import { tlsModeOf } from "./client-config.ts";
import { parsePgUrl } from "./pg-url.ts";

const refused = { code: "config-invalid" };

test("every part of a URL is read, and escapes in it", () => {
  const url =
    "postgres://ann:p%40ss%3Aw@db.example:5433/sh%20op?application_name=ci&options=-c%20geqo%3Doff&connect_timeout=3";
  const { hosts, user, password, database, applicationName, options, connectTimeoutMs } = parsePgUrl(url);
  assert.deepEqual(hosts, [{ host: "db.example", port: 5_433 }]);
  assert.deepEqual([user, password, database], ["ann", "p@ss:w", "sh op"]);
  assert.deepEqual([applicationName, options, connectTimeoutMs], ["ci", "-c geqo=off", 3_000]);
});

test("each product has its port", () => {
  assert.equal(parsePgUrl("postgresql://h/d").hosts[0]?.port, 5_432);
  assert.equal(parsePgUrl("cockroachdb://h/d").hosts[0]?.port, 26_257);
  assert.equal(parsePgUrl("COCKROACH://h/d").hosts[0]?.port, 26_257);
});

test("several hosts, addresses of IPv6 and sockets are hosts", () => {
  assert.deepEqual(parsePgUrl("postgres://a:1,[::1]:2,c/d").hosts, [
    { host: "a", port: 1 },
    { host: "::1", port: 2 },
    { host: "c", port: 5_432 },
  ]);
  assert.equal(parsePgUrl("postgres:///d?host=/run/pg&port=7").hosts[0]?.host, "/run/pg");
  assert.equal(parsePgUrl("postgres://%2Frun%2Fpg/d").hosts[0]?.host, "/run/pg");
});

test("a URL without a database is refused, since none is assumed", () => {
  assert.throws(() => parsePgUrl("postgres://h"), refused);
});

test("a scheme in capitals and a plus in a parameter are read as the configuration reads them", () => {
  assert.equal(parsePgUrl("POSTGRES://h/d").database, "d");
  assert.equal(parsePgUrl("postgres://h?dbname=a+b").database, "a+b");
  assert.equal(parsePgUrl("postgres://h/d?application_name=a+b").applicationName, "a+b");
});

test("a parameter with a slip of the pen is refused, and named", () => {
  assert.throws(() => parsePgUrl("postgres://h/d?sslmod=require"), { ...refused, hint: "do you mean `sslmode`?" });
});

test("no message holds a password", () => {
  for (const url of ["postgres://u:s3cret%@h/d", "postgres://u:s3cret@h", "postgres://u:s3cret@h/d?nothing=1"]) {
    assert.throws(
      () => parsePgUrl(url),
      (error: Error) => !error.message.includes("s3cret"),
    );
  }
});

test("TLS is verified wherever it is not said otherwise, but for this machine", () => {
  const modeOf = (url: string, host: string): string => tlsModeOf(parsePgUrl(url).tls, host);
  assert.equal(modeOf("postgres://db.example/d", "db.example"), "verified");
  assert.equal(modeOf("postgres://localhost/d", "localhost"), "none");
  assert.equal(modeOf("postgres://localhost/d?sslmode=require", "localhost"), "verified");
  assert.equal(modeOf("postgres://h/d?sslmode=no-verify", "h"), "unverified");
  assert.equal(modeOf("postgres://h/d?sslmode=disable", "h"), "none");
});

test("a mode that falls back to clear text is refused", () => {
  for (const mode of ["prefer", "allow"]) assert.throws(() => parsePgUrl(`postgres://h/d?sslmode=${mode}`), refused);
});
