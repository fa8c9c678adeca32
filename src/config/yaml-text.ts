// Turns the text of a YAML or JSON file into a raw tree that knows its places. Pure; loads `yaml`, so import it lazily.
import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, parseDocument, visit } from "yaml";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import { maskFile, maskSpans } from "./mask-secrets.ts";
import { knownPath, type Locate, type Path, type PathKey, type PlacePart } from "./place.ts";

export interface RawFile {
  /** Undefined for a file without content. */
  readonly tree: unknown;
  readonly locate: Locate;
  readonly mistakes: readonly Diagnostic[];
}

/** `name` is for messages. Diagnostics hold a copy of the text with its secrets masked. */
export function parseYamlText(name: string, text: string): RawFile {
  // `merge`: PyYAML, which cql-track uses, knows `<<`.
  const document = parseDocument(text, { prettyErrors: false, merge: true, logLevel: "silent" });
  const source: Source = { name, text: maskSpans(maskFile(text), findLogins(document, text)) };
  const mistakes = describeSyntax(document, source, text);
  let tree: unknown;
  if (mistakes.length === 0) {
    try {
      const value: unknown = document.toJS() ?? undefined;
      JSON.stringify(value); // throws for a section that contains itself
      tree = value;
    } catch {
      // The library names the alias, which may be a secret that begins with an asterisk.
      mistakes.push({
        message: "an alias (`*name`) has no anchor (`&name`) before it, or is inside of it, or there are too many",
        hint: "put a value that begins with an asterisk in quotes",
        source,
      });
    }
  }
  const locate: Locate = (path, part) => {
    const known = knownPath(tree, path);
    const span = known.length === 0 ? undefined : spanOf(document, known, part);
    return { label: `\`${known.join(".")}\``, source, span };
  };
  return { tree, locate, mistakes };
}

/** What stands before the `@` of contact points. */
function findLogins(document: Document, text: string): readonly Span[] {
  const spans: Span[] = [];
  visit(document, {
    Scalar: (part, node, ancestors) => {
      const isHost = ancestors.some((item) => isPair(item) && keyText(item.key) === "contact_points");
      const range = rangeOf(node);
      if (part === "key" || !isHost || range === undefined) return;
      const end = text.slice(range.start, range.end).lastIndexOf("@");
      if (end !== -1) spans.push({ start: range.start, end: range.start + end });
    },
  });
  return spans;
}

/** One mistake a line: the ones behind it mostly follow from it. */
function describeSyntax(document: Document, source: Source, text: string): Diagnostic[] {
  const mistakes: Diagnostic[] = [];
  let lineEnd = -1;
  for (const problem of [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])) {
    const [start, end] = problem.pos;
    if (start <= lineEnd) continue;
    const newline = text.indexOf("\n", start);
    lineEnd = newline === -1 ? text.length : newline;
    const span: Span = { start, end: Math.min(Math.max(end, start + 1), Math.max(lineEnd, start + 1)) };
    mistakes.push({ ...describeProblem(problem, source, text, span), source, span });
  }
  return mistakes;
}

function describeProblem(
  problem: { readonly code: string; readonly message: string },
  source: Source,
  text: string,
  span: Span,
): Pick<Diagnostic, "message" | "hint"> {
  if (problem.code === "DUPLICATE_KEY") {
    const key = /^["']?([^\s"':]*)/.exec(text.slice(span.start))?.[1] ?? "";
    return { message: `\`${key}\` is given twice` };
  }
  if (problem.code === "MULTIPLE_DOCS") return { message: "a second document begins here: a configuration is one" };
  const lineStart = text.lastIndexOf("\n", span.start) + 1;
  const line = text.slice(lineStart, span.end);
  if (/[{[].*\$\{?/.test(line)) {
    return { message: "this is no YAML", hint: `put "\${NAME}" in quotes inside { } and [ ]` };
  }
  const isSecret = source.text.slice(lineStart, span.end) !== line;
  // A message of the parser may quote the text, so it is not shown beside a secret.
  if (isSecret) return { message: "this value is no YAML", hint: "put it in quotes" };
  const message = problem.message.charAt(0).toLowerCase() + problem.message.slice(1);
  return { message: `this is no YAML: ${message}` };
}

function spanOf(document: Document, path: Path, part: PlacePart): Span | undefined {
  let node: unknown = document.contents;
  let key: unknown;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) {
      key = undefined;
      node = node.items[Number(step)];
    } else if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyText(item.key) === String(step));
      if (pair === undefined) {
        // Merged in with `<<`: the place is where that happens.
        if (part === "content") return undefined;
        break;
      }
      key = pair.key;
      node = pair.value;
    }
  }
  const value = rangeOf(node);
  if (part === "content") return value;
  const isSection = isMap(node) || isSeq(node);
  return part === "key" || isSection || value === undefined ? (rangeOf(key) ?? value) : value;
}

function keyText(key: unknown): PathKey {
  return isScalar(key) ? String(key.value) : String(key);
}

/** The span of a node's own characters; undefined for an empty value. */
function rangeOf(node: unknown): Span | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range === undefined || range === null || range[1] <= range[0] ? undefined : { start: range[0], end: range[1] };
}
