// Differences of two schemas, for people and as JSON.
import type { Comparison, SchemaChange } from "../dialect/schema-model.ts";
import { renderColumns, type Style } from "./style.ts";

/** One line a change: what happens, to what, in words; and under it what is lost. */
export function renderChanges(changes: readonly SchemaChange[], style: Style): string {
  const rows = changes.map((change) => {
    const sign = signOf(change);
    const paint = { "+": style.good, "-": style.bad, "~": style.warn, "!": style.bad }[sign];
    return [{ text: sign, paint }, change.object, change.description];
  });
  const lines = renderColumns(rows).split("\n");
  return changes
    .flatMap(({ loss }, index) => [
      lines[index] ?? "",
      ...(loss === undefined ? [] : [`   ${style.dim(`loss: ${loss}`)}`]),
    ])
    .join("\n");
}

/** The statements, and as comments what no statement can do, and what they lose. */
export function renderStatements({ changes, statements }: Comparison, style: Style): string {
  const comments = changes
    .filter(({ isInPlace }) => !isInPlace)
    .map(({ object, description }) => style.warn(`-- not possible in place: ${object}: ${description}`));
  const losses = changes.flatMap(({ loss, isInPlace }) =>
    loss === undefined || !isInPlace ? [] : [style.warn(`-- loss: ${loss}`)],
  );
  return [...comments, ...losses, ...statements.map((text) => `${text};`)].join("\n");
}

export function encodeChange({
  kind,
  object,
  description,
  loss,
  isInPlace,
}: SchemaChange): Readonly<Record<string, unknown>> {
  return { kind, object, description, loss: loss ?? null, inPlace: isInPlace };
}

function signOf({ kind, isInPlace }: SchemaChange): "+" | "-" | "~" | "!" {
  if (!isInPlace) return "!";
  if (/^(create|add)-/.test(kind)) return "+";
  return /^drop-/.test(kind) ? "-" : "~";
}
