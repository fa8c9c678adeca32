// What the tests of this folder share: a configuration settled in a directory of its own.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderDiagnostic } from "../text/diagnostic.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigInputs } from "./config-inputs.ts";
import { settleConfig } from "./settle-config.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

export type Given = Partial<Omit<ConfigInputs, "cwd">> & {
  readonly files?: Files;
  /** Is told the directory of the test. */
  readonly inspect?: (cwd: string) => void;
};

export const LOCAL = "cassandra:\n  contact_points: [a]\nkeyspace: shop\n";

export function yaml(text: string): Files {
  return { "tidemark.yaml": text };
}

export async function settled({ files = {}, inspect, ...inputs }: Given): Promise<Config> {
  const cwd = mkdtempSync(join(tmpdir(), "tidemark-config-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    inspect?.(cwd);
    return await settleConfig({ cwd, env: {}, flags: {}, ...inputs });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** The messages of all mistakes, with file:line:column, without frames and hints. */
export async function mistakes(given: Given): Promise<readonly string[]> {
  return (await failure(given)).diagnostics.map((diagnostic) => renderDiagnostic(diagnostic).split("\n")[0] ?? "");
}

export async function failure(given: Given): Promise<ConfigError> {
  try {
    await settled(given);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  assert.fail("the configuration should have been refused");
}
