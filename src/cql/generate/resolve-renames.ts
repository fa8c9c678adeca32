// Turns renames as they are written, `products.colour:color`, into those of two schemas. Pure.
import { suggest } from "../../base/suggest.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { parseIdentifier } from "../identifiers.ts";
import type { Keyspace } from "../schema/schema.ts";
import { turnovers } from "./find-renames.ts";
import { printRename, type Rename, renameKey } from "./rename.ts";

export interface ResolvedRenames {
  readonly renames: readonly Rename[];
  readonly diagnostics: readonly Diagnostic[];
}

interface WrittenRename {
  readonly text: string;
  readonly owner: string | undefined;
  readonly from: string;
  readonly to: string;
}

const NAME = String.raw`("(?:[^"]|"")+"|[^".:\s]+)`;
const FORM = new RegExp(String.raw`^(?:${NAME}\.)?${NAME}:(?:${NAME}\.)?${NAME}$`);
const FORM_HINT = "write it as `old:new`, or with its table or type as `products.old:new`";

/**
 * Each has to fit one thing that is gone and one that is new, of any types; tables are settled first, so that a column of a
 * table that gets another name can be named by the new one.
 */
export function resolveRenames(texts: readonly string[], was: Keyspace, is: Keyspace): ResolvedRenames {
  const diagnostics: Diagnostic[] = [];
  const written = [...new Set(texts)].flatMap((text) => {
    const rename = read(text);
    if (rename === undefined) diagnostics.push({ message: `\`${text}\` is no rename`, hint: FORM_HINT });
    return rename ?? [];
  });
  const tables = written.flatMap((each) => fitting(each, was, is, []).filter(({ kind }) => kind === "table"));
  const renames = written.flatMap((each) => {
    const [found, ...others] = fitting(each, was, is, tables);
    if (found === undefined) diagnostics.push(nothingFits(each, was, is, tables));
    else if (others.length > 0) {
      const choices = [found, ...others].map((choice) => `\`${printRename(choice)}\``).join(", ");
      diagnostics.push({ message: `\`${each.text}\` may mean ${choices}`, hint: "write the one that is meant" });
    }
    return found === undefined || others.length > 0 ? [] : [found];
  });
  return { renames, diagnostics: [...diagnostics, ...contradictions(renames)] };
}

function read(text: string): WrittenRename | undefined {
  const match = FORM.exec(text.trim());
  if (match === null) return undefined;
  const [owner, from, newOwner, to] = match.slice(1).map((name) => name && parseIdentifier(name));
  // `products.colour:products.color` says the same twice; a column does not move to another table.
  if (from === undefined || to === undefined || (newOwner !== undefined && newOwner !== owner)) return undefined;
  return { text, owner, from, to };
}

function fitting(
  { owner, from, to }: WrittenRename,
  was: Keyspace,
  is: Keyspace,
  tables: readonly Rename[],
): readonly Rename[] {
  return turnovers(was, is, tables).flatMap(({ gone, added, rename }) => {
    const fits = gone.some(({ name }) => name === from) && added.some(({ name }) => name === to);
    const found = rename(from, to);
    return fits && (owner === undefined || owner === ownerOf(found)) ? [found] : [];
  });
}

function ownerOf(rename: Rename): string | undefined {
  if (rename.kind === "table") return undefined;
  return rename.kind === "column" ? rename.table : rename.type;
}

function nothingFits(
  { text, from, to }: WrittenRename,
  was: Keyspace,
  is: Keyspace,
  tables: readonly Rename[],
): Diagnostic {
  const all = turnovers(was, is, tables);
  const gone = [...new Set(all.flatMap((each) => each.gone.map(({ name }) => name)))];
  const added = [...new Set(all.flatMap((each) => each.added.map(({ name }) => name)))];
  const known = { gone: gone.includes(from), added: added.includes(to) };
  if (!known.gone) return { message: `\`${text}\`: nothing of the name \`${from}\` is gone`, hint: hintOf(from, gone) };
  if (!known.added) return { message: `\`${text}\`: nothing of the name \`${to}\` is new`, hint: hintOf(to, added) };
  return { message: `\`${text}\`: no table or type has lost \`${from}\` and got \`${to}\``, hint: FORM_HINT };
}

function hintOf(name: string, names: readonly string[]): string {
  const near = suggest(name, names);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (names.length === 0) return "the models and the files differ in no such name";
  return `there are ${names
    .slice(0, 10)
    .map((each) => `\`${each}\``)
    .join(", ")}`;
}

function contradictions(renames: readonly Rename[]): readonly Diagnostic[] {
  return (["from", "to"] as const).flatMap((side) => {
    const seen = new Map<string, Rename>();
    return renames.flatMap((rename): readonly Diagnostic[] => {
      const key = renameKey(rename, side);
      const other = seen.get(key);
      seen.set(key, rename);
      if (other === undefined) return [];
      return [
        { message: `\`${printRename(other)}\` and \`${printRename(rename)}\` contradict each other`, hint: "keep one" },
      ];
    });
  });
}
