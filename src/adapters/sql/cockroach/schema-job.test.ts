import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatementStep } from "../../../plan/plan.ts";
import { isJobOf, readSchemaJob } from "./schema-job.ts";

const place = { database: "shop", schema: "public" };

function isOf(description: string, text: string): boolean {
  const job = readSchemaJob({ id: "1", description, status: "running", share: 0, error: "" });
  return isJobOf(job, { text } as StatementStep, place);
}

test("a job belongs to the statement that names its table", () => {
  const job = "CREATE INDEX users_by_email ON shop.public.users (email)";
  assert.ok(isOf(job, "create index users_by_email on users (email)"));
  assert.ok(isOf(job, "ALTER TABLE public.users ADD COLUMN a INT8"));
  assert.ok(isOf(job, 'DROP INDEX "users"@users_by_email'));
});

test("a job on another table is not waited for", () => {
  const job = "CREATE INDEX users_by_email ON shop.public.users (email)";
  assert.ok(!isOf(job, "ALTER TABLE orders ADD COLUMN email STRING"));
});

test("a job on a table of the same name elsewhere is not waited for", () => {
  const job = "ALTER TABLE shop.billing.users ADD COLUMN a INT8";
  assert.ok(!isOf(job, "ALTER TABLE users ADD COLUMN a INT8"));
  assert.ok(isOf(job, "ALTER TABLE billing.users ADD COLUMN a INT8"));
  assert.ok(!isOf("ALTER TABLE other.public.users ADD COLUMN a INT8", "ALTER TABLE users ADD COLUMN a INT8"));
});

test("names that need quotes are compared as they are stored", () => {
  assert.ok(isOf('ALTER TABLE shop.public."Users" ADD COLUMN a INT8', 'ALTER TABLE "Users" ADD a INT8'));
  assert.ok(!isOf('ALTER TABLE shop.public."Users" ADD COLUMN a INT8', "ALTER TABLE Users ADD a INT8"));
  assert.ok(isOf('ALTER TABLE shop.public."a""b" ADD COLUMN a INT8', 'ALTER TABLE "a""b" ADD a INT8'));
});

test("names in literals and comments are none", () => {
  assert.ok(!isOf("ALTER TABLE shop.public.users ADD COLUMN a INT8", "ALTER TABLE o ADD a STRING DEFAULT 'on users'"));
  assert.ok(!isOf("ALTER TABLE shop.public.users ADD COLUMN a INT8", "/* TABLE users */ ALTER TABLE o ADD a INT8"));
});

test("a description that was cut off in the middle of a name does no harm", () => {
  assert.ok(isOf('CREATE INDEX i ON shop.public.users ("a', "CREATE INDEX i ON users (a)"));
});

test("what a foreign key refers to is waited for", () => {
  const text = "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (u) REFERENCES users (id)";
  assert.ok(isOf("ALTER TABLE shop.public.users ALTER PRIMARY KEY USING COLUMNS (id)", text));
});

test("a status that is not known counts as work", () => {
  assert.equal(readSchemaJob({ id: 1n, status: "retry-running" }).status, "at-work");
  assert.equal(readSchemaJob({ id: 1n, status: "retry-running" }).id, "1");
});
