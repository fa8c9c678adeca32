// Knows the commands of psql, which a server does not: they begin with a backslash and end with their line. Data.

const HINT_BY_COMMAND: Readonly<Record<string, string>> = {
  i: "put the statements of that file here, or make it a migration of its own",
  ir: "put the statements of that file here, or make it a migration of its own",
  include: "put the statements of that file here, or make it a migration of its own",
  include_relative: "put the statements of that file here, or make it a migration of its own",
  c: "remove it; the database is set in the configuration",
  connect: "remove it; the database is set in the configuration",
  set: "declare the variable in `migrations.variables`, and write `${name}` where it stands",
  copy: "write INSERT statements, or a migration in code that reads the file",
  if: "write a `DO` block that asks `current_setting('app.environment')`, or give the file an `-- @env`",
  g: "end the statement with `;`",
  gexec: "write a `DO` block with `EXECUTE`",
  ".": "write INSERT statements: data of `COPY` cannot stand in a migration",
};

/** What to do about a command, given without its backslash. */
export function hintForPsql(command: string): string {
  return HINT_BY_COMMAND[command] ?? "remove it; a migration holds statements for the server only";
}
