// Whether the server takes the settings that the configuration gives to every migration → checks. Each is set for the length of one
// statement, so that nothing is changed.
import { suggest } from "../../base/suggest.ts";
import type { Check } from "../../engine/ports.ts";
import type { PipelineEnd, SqlStatement } from "./connection.ts";

const NAME = "settings";

export async function inspectSettings(
  send: (statement: SqlStatement) => Promise<PipelineEnd>,
  settings: Readonly<Record<string, string>>,
): Promise<readonly Check[]> {
  const names = Object.keys(settings);
  const checks: Check[] = [];
  for (const name of names) {
    const { failure } = await send({ text: "SELECT set_config($1, $2, true)", values: [name, settings[name]] });
    if (failure === undefined) continue;
    const finding = `database.settings: the server does not take \`${name}\`: ${failure.message}`;
    if (failure.kind === "lost") return [...checks, { name: NAME, verdict: "unknown", finding }];
    const isUnknown = failure.code === UNDEFINED_OBJECT || failure.code === INVALID_NAME;
    const hint = isUnknown ? await adviseName(send, name) : failure.hint;
    checks.push({ name: NAME, verdict: "problem", finding, hint });
  }
  if (checks.length > 0 || names.length === 0) return checks;
  return [{ name: NAME, verdict: "ok", finding: `the server takes ${names.map((name) => `\`${name}\``).join(", ")}` }];
}

const UNDEFINED_OBJECT = "42704";
const INVALID_NAME = "42602";

async function adviseName(send: (statement: SqlStatement) => Promise<PipelineEnd>, name: string): Promise<string> {
  const { results } = await send({ text: "SELECT name FROM pg_catalog.pg_settings" });
  const close = suggest(
    name,
    (results[0]?.rows ?? []).map((row) => String(row.name)),
  );
  return close === undefined ? "a name of your own needs a dot: `app.environment`" : `do you mean \`${close}\`?`;
}
