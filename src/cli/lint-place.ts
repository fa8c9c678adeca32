// Where a finding stands, for programs: a path from the root of the repository, and lines and columns from 1. Pure.
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Finding } from "../lint/finding.ts";
import { positionOf } from "../text/source.ts";
import type { Span } from "../text/span.ts";

export interface FindingPlace {
  /** With "/", from the root on; absolute for a file that is elsewhere. */
  readonly path: string;
  readonly isBelowRoot: boolean;
  /** Undefined for a file as a whole, and for what code would send, which stands in no file. */
  readonly region: Region | undefined;
}

export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** Behind the last sign. */
  readonly endColumn: number;
}

// What code would send has a name of its own, behind that of the module: see spell-out-code.ts.
const OF_CODE = / \((?:upgrade|downgrade), as it would run\)$/;

export function placeOfFinding({ source, span }: Finding, root: string): FindingPlace {
  const file = resolve(source.name.replace(OF_CODE, ""));
  const path = relative(resolve(root), file);
  const isBelowRoot = !(path.startsWith("..") || isAbsolute(path));
  const isInFile = span !== undefined && !OF_CODE.test(source.name);
  return {
    path: (isBelowRoot ? path : file).split(sep).join("/"),
    isBelowRoot,
    region: isInFile ? regionOf(source, span) : undefined,
  };
}

export function regionOf(source: Finding["source"], { start, end }: Span): Region {
  const from = positionOf(source, start);
  const to = positionOf(source, Math.max(start, end));
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
