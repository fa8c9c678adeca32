// Turns what was thrown when a module was imported, or by a function of it, into a diagnostic at the place in the user's
// files. Pure.
import { fileURLToPath } from "node:url";
import { messageOf, type ToolError } from "../base/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { lineStarts, lineText, type Source } from "../text/source.ts";
import { showBeside } from "./hash-module-files.ts";
import type { LocalFile } from "./module-graph.ts";
import type { LineAndColumn } from "./module-loader.ts";

export interface FailedModule {
  readonly path: string;
  readonly shownName: string;
  /** The module and the local files that it imports. */
  readonly files: readonly LocalFile[];
  /** Where a place that a stack names is in the file as it is written. */
  readonly findWritten: FindWritten;
}

type FindWritten = (path: string, text: string, place: LineAndColumn) => LineAndColumn;

interface Place {
  readonly file: LocalFile;
  /** Where it starts in the file's text. */
  readonly offset: number;
  readonly length: number;
}

export function describeFailure(thrown: unknown, module: FailedModule): Diagnostic {
  const { message, hint, place } = explain(thrown, module);
  const file = place?.file ?? module.files[0];
  const name = file === undefined ? module.shownName : showBeside(module.shownName, module.path, file.path);
  const source: Source = { name, text: file?.text ?? "" };
  return {
    message,
    hint: hint ?? (name === module.shownName ? undefined : `\`${module.shownName}\` imports it`),
    source,
    span: place && { start: place.offset, end: place.offset + place.length },
  };
}

interface Explained {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly place: Place | undefined;
}

function explain(thrown: unknown, module: FailedModule): Explained {
  if (isToolError(thrown)) return explainOwn(thrown, module);
  const explained = explainForeign(thrown, module);
  return { ...explained, message: `the module cannot be loaded: ${explained.message}` };
}

/** What a model is refused with, whichever copy of tidemark the module has it from: that says it all itself. */
function explainOwn({ message, hint, stack, details }: ToolError, module: FailedModule): Explained {
  const named = [details.file, details.line, details.column].join(":");
  const prefix = `${named}: `;
  return {
    message: message.startsWith(prefix) ? message.slice(prefix.length) : message,
    hint,
    place: placeIn(named, module) ?? placeIn(stack ?? "", module),
  };
}

function isToolError(thrown: unknown): thrown is ToolError {
  return thrown instanceof Error && thrown.name === "ToolError" && "code" in thrown && "details" in thrown;
}

function explainForeign(thrown: unknown, module: FailedModule): Explained {
  const message = firstLine(messageOf(thrown));
  if (!(thrown instanceof Error)) return { message: `it throws ${message}`, place: undefined };
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(message) ?? [];
  if (missing !== undefined) return explainMissing(missing, module.files);
  const [, syntax] = /^ParseError: (.*)$/s.exec(message) ?? [];
  if (syntax !== undefined) {
    // The place is on a line of its own, of the file as it is written, with columns from 0.
    const findWritten: FindWritten = (_path, _text, { line, column }) => ({ line, column: column + 1 });
    return { message: syntax, place: placeIn(thrown.message, { ...module, findWritten }) };
  }
  return { message: `${thrown.name}: ${message}`, place: placeIn(thrown.stack ?? "", module) };
}

/** The import that asks for it; a path is shown as it is written there. */
function explainMissing(missing: string, files: readonly LocalFile[]): Explained {
  for (const file of files) {
    for (const match of file.text.matchAll(/(["'`])([^"'`\n]+)\1/g)) {
      const [written, , specifier = ""] = match;
      const isMeant = specifier === missing || (specifier.startsWith(".") && endsAlike(missing, specifier));
      if (isMeant) {
        const place = { file, offset: match.index, length: written.length };
        return { message: `cannot find the module \`${specifier}\``, place };
      }
    }
  }
  return { message: `cannot find the module \`${missing}\``, place: undefined };
}

function endsAlike(path: string, specifier: string): boolean {
  return path.endsWith(specifier.replace(/^(?:\.{1,2}\/)+/, "/"));
}

const FRAME =
  /(?:^|[\s(])((?:file:\/\/)?\/[^\n()]*?|(?:file:\/\/\/)?[A-Za-z]:[\\/][^\n()]*?):(\d+)(?::(\d+))?(?=\)|\s|$)/gm;

/** The first place that a text names in one of the files. */
function placeIn(text: string, { files, findWritten }: FailedModule): Place | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const [, path = "", line = "1", column] of text.matchAll(FRAME)) {
    const file = byPath.get(path.startsWith("file:") ? fileURLToPath(path) : path);
    if (file === undefined) continue;
    const named = { line: Number(line), column: Number(column ?? 1) };
    return placeAt(file, column === undefined ? named : findWritten(file.path, file.text, named));
  }
  return undefined;
}

function placeAt(file: LocalFile, { line, column }: LineAndColumn): Place {
  const source: Source = { name: file.path, text: file.text };
  const start = lineStarts(source)[line - 1] ?? file.text.length;
  const offset = start + Math.min(column - 1, lineText(source, line).length);
  const length = /^[\p{L}\p{N}_$]+/u.exec(file.text.slice(offset, offset + 100))?.[0].length ?? 1;
  return { file, offset, length };
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").trim();
}
