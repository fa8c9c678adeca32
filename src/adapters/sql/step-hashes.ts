// The hashes of a migration's steps in one text that only grows at its end: "0:aa,bb;2:cc" is two from 0 and one from 2. Pure.

export function encodeStepHashes({
  from,
  hashes,
}: {
  readonly from: number;
  readonly hashes: readonly string[];
}): string {
  return hashes.length === 0 ? "" : `${from}:${hashes.join(",")};`;
}

export function decodeStepHashes(text: string): readonly string[] {
  const decoded: string[] = [];
  for (const [, from, hashes = ""] of text.matchAll(/(\d+):([^;]*);/g)) {
    hashes.split(",").forEach((hash, index) => {
      decoded[Number(from) + index] = hash;
    });
  }
  return decoded;
}
