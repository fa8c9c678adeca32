// Turns the two sides of a migration into the text of a migration in TypeScript. Pure.
import { CodeNeeds, timedColumns, writeParts } from "./code-parts.ts";
import { SUPPORT, type Support } from "./code-support.ts";
import type { CopyRowsPart, SidePlan, Sides, WrittenFile } from "./side-plan.ts";
import { asSentence, wrapComment } from "./wrap-comment.ts";

export function writeCode({ description, up, down }: Sides): WrittenFile {
  const needs = new CodeNeeds();
  const upgrade = writeParts(up, needs);
  const back = writeBack({ description, up, down }, needs);
  const open = [...needs.leftOpen.values()];
  const support = (Object.keys(SUPPORT) as Support[]).filter((name) => needs.support.has(name));
  const types = [
    ...(support.some((name) => TAKES_CONTEXT.has(name)) ? ["type MigrationContext"] : []),
    ...(open.length > 0 || support.includes("eachRow") ? ["type ResultRow"] : []),
  ];
  const text = [
    headComment(
      up,
      open.map(({ request }) => request),
    ),
    `import { ${["defineMigration", ...types].join(", ")} } from "tidemark";\n\n`,
    "export default defineMigration({\n",
    `  description: ${JSON.stringify(description)},\n`,
    drops(up) ? "  allowDestructive: true,\n" : "",
    back.reason === undefined ? "" : `${wrapComment(asSentence(back.reason), "  // ")}  reversible: false,\n`,
    `  async upgrade(ctx) {\n${upgrade}  },\n`,
    back.text,
    "});\n",
    ...open.map((each) => `\n${each.text}`),
    ...support.map((name) => `\n${SUPPORT[name]}`),
  ].join("");
  return { kind: "code", text, leftOpen: open.map(({ request }) => request), noWayBack: back.reason };
}

const TAKES_CONTEXT: ReadonlySet<Support> = new Set(["eachRow", "countRows", "checkJson"]);

/** A way back on which somebody would have to say what values become is left to whoever wants one. */
function writeBack({ down }: Sides, needs: CodeNeeds): { readonly text: string; readonly reason: string | undefined } {
  if (down.kind === "none") return { text: "", reason: `there is no way back: ${down.reason}` };
  const own = new CodeNeeds();
  const body = writeParts(down.plan, own);
  const [open] = own.leftOpen.values();
  if (open !== undefined) {
    return { text: "", reason: `there is no way back as it stands: nothing says what ${open.subject} becomes` };
  }
  for (const name of own.support) needs.support.add(name);
  return { text: `  async downgrade(ctx) {\n${body}  },\n`, reason: undefined };
}

/** Of any object: the rule for code looks at every DROP. */
function drops({ parts }: SidePlan): boolean {
  return parts.some(
    (part) =>
      (part.kind === "copy-rows" && part.isFresh) ||
      (part.kind === "statements" &&
        part.statements.some(
          ({ node }) => node.kind.startsWith("drop-") || (node.kind === "alter-table" && node.action.kind === "drop"),
        )),
  );
}

function timesOf(copies: readonly CopyRowsPart[]): string {
  if (copies.length === 0) return "";
  const isTimed = copies.every((each) => timedColumns(each).length > 0);
  return isTimed
    ? "Rows keep the time that they have left to live, and lose their write times. "
    : "Rows lose their write times, and some the time that they had left to live: a row without a plain column beside the key, and one beside static columns. ";
}

function headComment({ parts }: SidePlan, requests: readonly string[]): string {
  const copies = parts.filter((part) => part.kind === "copy-rows");
  const columns = parts.filter((part) => part.kind === "copy-column");
  const paragraphs: string[] = [];
  if (requests.length > 0) paragraphs.push(`Before it can run on rows: ${requests.join("; ")}.`);
  const tables = [
    ...new Set([
      ...copies.filter(({ to, from }) => from.name !== to.name).map(({ from }) => from.name),
      ...columns.map(({ table }) => table.name),
    ]),
  ];
  // A helper is the source of the way back into the table.
  const helpers = new Set(copies.filter(({ isFresh }) => isFresh).map(({ to }) => to.name));
  const names = tables
    .filter((name) => !helpers.has(name))
    .map((name) => `\`${name}\``)
    .join(", ");
  if (helpers.size > 0) {
    paragraphs.push(
      `No statement makes this change of ${names}, so the rows are copied: page by page into ` +
        `${[...helpers].map((name) => `\`${name}\``).join(", ")}, counted, and back into the table, which is made anew in between. ` +
        "Nothing is dropped before the copy was counted. A run that was cut off goes on where it stopped.",
    );
  } else if (names !== "") {
    paragraphs.push(
      `No statement gives these another name, so what is in ${names} is copied page by page, and looked at before the old ` +
        "is dropped. A run that was cut off goes on where it stopped.",
    );
  }
  if (names !== "") {
    paragraphs.push(
      `It is right while nobody writes to ${names}: what is written behind the copy is lost` +
        `${helpers.size > 0 ? ", and readers miss rows until the copy back is done" : ""}. ` +
        `${timesOf(copies)}` +
        "Beside a live application do it in steps: declare the new one beside the old one, write to both, copy " +
        "what is there by a migration in code, move the reads over, and drop the old one in a later migration.",
    );
  }
  if (copies.some(({ from }) => [...from.columns.values()].some(({ mask }) => mask !== undefined))) {
    paragraphs.push(
      "Columns are masked: the role that runs this needs UNMASK, or the masks are copied instead of the values.",
    );
  }
  return paragraphs.map((text) => wrapComment(text, "// ")).join("//\n");
}
