// Carries fixes of findings out in files: what does not mend, or brings something new, is left as it is. Writes files.
import { randomBytes } from "node:crypto";
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, ToolError } from "./base/errors.ts";
import { applyEdits, compatibleFixes, type FixableFinding, largestThatHolds, mends } from "./lint/choose-fixes.ts";
import type { Finding } from "./lint/finding.ts";
import type { LintSettings } from "./lint/lint.ts";
import { assembleMigrations } from "./migration/assemble-migrations.ts";
import type { Language } from "./migration/language.ts";
import type { Migration } from "./migration/migration.ts";
import type { Source } from "./text/source.ts";

export interface FixedFile {
  readonly file: string;
  /** What was found in it, and is there no longer; places are those before the fixes. */
  readonly findings: readonly Finding[];
}

export interface FixResult {
  /** What is still there, in all migrations. */
  readonly findings: readonly Finding[];
  readonly fixed: readonly FixedFile[];
}

export interface FixTools {
  readonly lint: (migrations: readonly Migration[], settings?: LintSettings) => readonly Finding[];
  /** Others stay as they are. */
  readonly isChosen: (finding: Finding) => boolean;
  readonly settings: LintSettings;
  readonly family: Language;
}

/** Rules that say what is no statement: nothing may be written that they would speak of, whatever their level is set to. */
const SYNTAX_RULES = { refused: "error", unsendable: "error", "syntax-error": "error" } as const;

/** @throws ToolError "usage" when a file cannot be written, or has changed meanwhile; those before it are written */
export async function fixFiles(
  migrations: readonly Migration[],
  { lint, isChosen, settings, family }: FixTools,
): Promise<FixResult> {
  const found = lint(migrations);
  const strict = { ...settings, levels: { ...settings.levels, ...SYNTAX_RULES } };
  const candidates = compatibleFixes(found.filter(isChosen));
  const before = candidates.length === 0 ? found : lint(migrations, strict);
  const chosen = largestThatHolds(candidates, (some) => {
    const changed = withFixes(migrations, some, family);
    return changed !== undefined && mends(before, some, lint(changed, strict));
  });
  if (chosen.length === 0) return { findings: found, fixed: [] };
  const findings = lint(withFixes(migrations, chosen, family) ?? migrations);
  const fixed = [...bySource(chosen)];
  for (const [source, each] of fixed) await writeFixed(source, textWith(source, each));
  return { findings, fixed: fixed.map(([source, each]) => ({ file: source.name, findings: each })) };
}

function bySource(findings: readonly FixableFinding[]): ReadonlyMap<Source, readonly FixableFinding[]> {
  const grouped = new Map<Source, FixableFinding[]>();
  for (const finding of findings) {
    const known = grouped.get(finding.source);
    if (known === undefined) grouped.set(finding.source, [finding]);
    else known.push(finding);
  }
  return grouped;
}

function textWith({ text }: Source, findings: readonly FixableFinding[]): string {
  return applyEdits(
    text,
    findings.flatMap(({ fix }) => fix.edits),
  );
}

/** The migrations as they would be read then; undefined when they would not be read any more. */
function withFixes(
  migrations: readonly Migration[],
  findings: readonly FixableFinding[],
  language: Language,
): readonly Migration[] | undefined {
  const texts = new Map([...bySource(findings)].map(([source, each]) => [source, textWith(source, each)]));
  const changed: Migration[] = [];
  for (const migration of migrations) {
    const sources = new Set([migration.up.source, ...(migration.down === undefined ? [] : [migration.down.source])]);
    if (![...sources].some((source) => texts.has(source))) {
      changed.push(migration);
      continue;
    }
    const files = [...sources].map((source) => {
      const content = { kind: "text", text: texts.get(source) ?? source.text } as const;
      return { name: basename(source.name), path: source.name, content };
    });
    const { migrations: read, diagnostics } = assembleMigrations(files, language);
    const [only] = read;
    if (only === undefined || diagnostics.length > 0) return undefined;
    changed.push(only);
  }
  return changed;
}

/** Another file in its place: nobody ever sees half of it. */
async function writeFixed({ name, text: before }: Source, after: string): Promise<void> {
  try {
    const path = await realpath(name);
    const read = await readFile(path, "utf8");
    const mark = read.startsWith("\uFEFF") ? "\uFEFF" : "";
    if (read !== mark + before) {
      throw new ToolError("usage", `\`${name}\` has changed while it was linted`, { hint: "run the command again" });
    }
    const fresh = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}`);
    try {
      await writeFile(fresh, mark + after, { flag: "wx" });
      await chmod(fresh, (await stat(path)).mode);
      await rename(fresh, path);
    } finally {
      await rm(fresh, { force: true });
    }
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError("usage", `\`${name}\` cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
