// What `createMigration` is given → what a file is written from. Pure.
import { ToolError } from "./base/errors.ts";
import { checkCall } from "./check-call.ts";
import type { NewFileFormat, NewFileOptions } from "./migration/plan-new-file.ts";
import type { NewMigration } from "./tidemark-calls.ts";

const FORMATS: Readonly<Record<NewFileFormat, true>> = {
  versioned: true,
  timestamped: true,
  paired: true,
  code: true,
};

/** @throws ToolError "usage" */
export function readNewMigration(call: NewMigration): Pick<NewFileOptions, "description" | "format" | "up" | "down"> {
  checkCall("createMigration", call);
  const { description, format = "versioned", up, down } = call;
  if (typeof description !== "string") {
    throw new ToolError("usage", "createMigration needs a description", {
      hint: 'words that its file is named by: createMigration({ description: "add email" })',
    });
  }
  if (!Object.hasOwn(FORMATS, format)) {
    const known = Object.keys(FORMATS).join(", ");
    throw new ToolError("usage", `createMigration has no format "${String(format)}"`, { hint: `formats: ${known}` });
  }
  return { description, format, up: textOf("up", up), down: textOf("down", down) };
}

function textOf(side: string, given: unknown): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  if (Array.isArray(given) && given.every((statement) => typeof statement === "string")) {
    return given.map(ended).join("\n");
  }
  throw new ToolError("usage", `\`${side}\` of createMigration is a text, or a list of statements`);
}

function ended(statement: string): string {
  const text = statement.trimEnd();
  if (text === "" || text.endsWith(";")) return text;
  // A comment at the end would swallow it.
  const hasComment = (text.split("\n").at(-1) ?? "").includes("--");
  return hasComment ? `${text}\n;` : `${text};`;
}
