// Masks passwords in texts that may be shown. Pure; lengths are kept, so that offsets into a file still hold.
import type { Span } from "../text/span.ts";

/** The password of every `scheme://user:password@host` in a text becomes asterisks, and so do values of parameters that name a secret. */
export function maskUrls(text: string): string {
  return text
    .replace(/(:\/\/[^\s/:@]*:)(\S*)(?=@)/g, (_all, before: string, password: string) => before + stars(password))
    .replace(
      /([?&][\w-]*(?:password|secret|token|key)[\w-]*=)([^&#\s"']*)/gi,
      (_all, before: string, value: string) => before + stars(value),
    );
}

/** A configuration file's text for code frames: `${NAME}` stays readable, written-out secrets do not. */
export function maskFile(text: string): string {
  return maskUrls(text).replace(
    /(\b[\w-]*(?:pas+w|passphrase|pwd|secret|token)[\w-]*["']?[ \t]*:)([^\r\n]+)/gi,
    (all, before: string, value: string) =>
      /^\s*["']?\$\{\w+\}["']?[\s,}]*$/.test(value) ? all : before + stars(value),
  );
}

/** What stands before the `@` of a host: a login, which belongs elsewhere. */
export function maskLogin(text: string): string {
  const end = text.lastIndexOf("@");
  return end === -1 ? text : stars(text.slice(0, end)) + text.slice(end);
}

/** The spans of a text become asterisks. */
export function maskSpans(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let offset = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= offset) continue;
    const from = Math.max(start, offset);
    pieces.push(text.slice(offset, from), stars(text.slice(from, end)));
    offset = end;
  }
  pieces.push(text.slice(offset));
  return pieces.join("");
}

function stars(text: string): string {
  return text.replace(/\S/g, "*");
}
