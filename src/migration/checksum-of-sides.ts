// The checksum of a migration, from the texts of its sides. Pure.
import { checksumOf } from "../base/checksum.ts";

/**
 * "sha256:<hex>" over the up text, a NUL, and the down text ("" when there is no down side). Of each text the byte order
 * mark is taken off, line ends (CRLF, CR) become LF, and white space at both ends goes, as `String.prototype.trim` sees it:
 * what editors and version control change on their own does not count, every other change does.
 */
export function checksumOfSides(up: string, down: string | undefined): string {
  return checksumOf(normalise(up), normalise(down ?? ""));
}

function normalise(text: string): string {
  // `trim` takes the byte order mark, U+FEFF, for white space.
  return (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text).trim();
}
