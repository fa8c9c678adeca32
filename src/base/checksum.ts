// Checksums, in the one form that tidemark stores: "sha256:<hex>".
import { createHash } from "node:crypto";

/** SHA-256 of the parts, each read as UTF-8, with a NUL between them. */
export function checksumOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const [index, part] of parts.entries()) {
    if (index > 0) hash.update("\0");
    hash.update(part, "utf8");
  }
  return `sha256:${hash.digest("hex")}`;
}
