// The text of a new migration in code, as `new --code` writes it. Pure.

export function codeTemplate(description: string): string {
  return [
    'import { defineMigration } from "tidemark";',
    "",
    "export default defineMigration({",
    `  description: ${JSON.stringify(description)},`,
    "",
    "  // What this changes, and why: one statement after another, or row by row, as in",
    '  //   for await (const row of ctx.query("SELECT id FROM users")) await ctx.execute("UPDATE …", [row.id]);',
    "  async upgrade(ctx) {",
    '    ctx.log("nothing is changed yet");',
    "  },",
    "",
    "  // How to undo it. Without `downgrade` it cannot be rolled back.",
    "  async downgrade() {",
    '    throw new Error("downgrade is not written yet");',
    "  },",
    "});",
    "",
  ].join("\n");
}
