// Writes values and calls as TypeScript. Pure.

const LINE_WIDTH = 120;

/** On several lines where the text has several, its further lines moved in like the code around it. */
export function stringLiteral(text: string, indent: string): string {
  if (!text.includes("\n")) return JSON.stringify(text);
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `\`${mayMove(text) ? escaped.replaceAll("\n", `\n${indent}`) : escaped}\``;
}

/** Not within a string of CQL, where blanks count. */
function mayMove(text: string): boolean {
  return !text.includes("$$") && text.split("'").every((piece, index) => index % 2 === 0 || !piece.includes("\n"));
}

/** `row.id`, `row["Id"]` */
export function propertyOf(object: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

/** `head[a, b]tail`, one value a line where the line gets too long. */
export function listLines(indent: string, head: string, values: readonly string[], tail: string): string {
  const line = `${indent}${head}[${values.join(", ")}]${tail}`;
  if (line.length <= LINE_WIDTH) return `${line}\n`;
  return `${indent}${head}[\n${values.map((value) => `${indent}  ${value},\n`).join("")}${indent}]${tail}\n`;
}

/** "zip code" is zipCode; what begins with a digit gets a letter before it. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join("");
  return /^[A-Za-z]/.test(joined) ? joined : `x${joined}`;
}

export function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
