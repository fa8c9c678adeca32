// Checksums, in the one form that tidemark stores: "sha256:<hex>".
import { createHash } from "node:crypto";

/** SHA-256 of the parts, each read as UTF-8, with a NUL between them. */
export function checksumOf(...parts: readonly string[]): string {
  return `sha256:${createHash("sha256").update(parts.join("\0"), "utf8").digest("hex")}`;
}
