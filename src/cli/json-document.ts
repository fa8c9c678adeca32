// The JSON document of a command, as text. Pure.

/** Version of the JSON documents; it grows when a reader of an older one would be misled. */
const JSON_FORMAT = 1;

export function jsonDocument(command: string | null, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ format: JSON_FORMAT, command, ...fields }, null, 2);
}
