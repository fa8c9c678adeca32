// Which settings a CockroachDB of some version is given for each transaction and statement, whatever its defaults are. Pure.
import { compareServerVersions, type ServerVersion } from "../detect-product.ts";

export interface SqlSetting {
  readonly name: string;
  readonly value: string;
}

/** Added in 24.1 (release notes of v24.1.0-alpha.1, cockroach#118440); on by default from 25.1 and 25.2 on. */
const AUTOCOMMIT_SINCE: ServerVersion = { major: 24, minor: 1, patch: 0 };

/**
 * For `set_config(name, value, true)` at the head of a transaction, which CockroachDB takes since 21.2 (cockroach#69480), and
 * `set_config(name, value, false)` before a statement that runs outside of one.
 */
export function cockroachSettings(version: ServerVersion): readonly SqlSetting[] {
  // With it on, a schema change within a transaction commits what came before, and a ROLLBACK after that only warns (Online Schema
  // Changes, v25.4). What we say was rolled back must have been.
  const knowsAutocommit = compareServerVersions(version, AUTOCOMMIT_SINCE) >= 0;
  return knowsAutocommit ? [{ name: "autocommit_before_ddl", value: "off" }] : [];
}

/** What the history keeps of them: "autocommit_before_ddl=off". */
export function describeSettings(settings: readonly SqlSetting[]): string {
  return settings.map(({ name, value }) => `${name}=${value}`).join(", ");
}
