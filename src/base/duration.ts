// Durations as users write them: "500ms", "30s", "10m", "1h", or a bare number of seconds.

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, or undefined when the text is no duration. A bare number is seconds. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim());
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (UNITS[match[2] ?? "s"] ?? 0));
}

/** "12 ms", "3.4 s", "5 min 10 s": for people. */
export function renderDuration(ms: number): string {
  // Rounded first: what is left over must not round up to "60 s".
  const tenths = Math.round(ms / 100);
  const total = Math.round(ms / 1_000);
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}
