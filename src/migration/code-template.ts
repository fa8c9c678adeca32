// The text of a new migration in code, as `new --code` writes it. Pure.

/** @param family of the database that it is for */
export function codeTemplate(description: string, family: "cql" | "sql" = "cql"): string {
  return family === "sql" ? sqlTemplate(description) : cqlTemplate(description);
}

function sqlTemplate(description: string): string {
  return [
    'import { defineMigration } from "tidemark/sql";',
    "",
    "export default defineMigration({",
    `  description: ${JSON.stringify(description)},`,
    "",
    "  // What this changes, and why: all of it in one transaction. With `transaction: false` each statement is by itself, and a large",
    "  // table goes in batches:",
    '  //   await ctx.updateInBatches({ table: "users", key: "id", set: "email = lower(email)" });',
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

function cqlTemplate(description: string): string {
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
