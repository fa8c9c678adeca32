// Knows the commands of cqlsh, which look like statements and mean nothing to a server. Data.

// pylib/cqlshlib of Cassandra 3.11–5.0.
const COMMANDS: ReadonlySet<string> = new Set(
  (
    "CAPTURE CLEAR CLS CONSISTENCY COPY DEBUG DESC DESCRIBE EXIT EXPAND HELP HISTORY LOGIN PAGING QUIT SERIAL SHOW " +
    "SOURCE TRACING"
  ).split(" "),
);

const HINT_BY_COMMAND: Readonly<Record<string, string>> = {
  CONSISTENCY: "remove it; the consistency is set in the configuration",
  SERIAL: "remove it; the serial consistency is set in the configuration",
  COPY: "write INSERT statements, or load the data with cqlsh or dsbulk",
  SOURCE: "put the statements of that file here, or make it a migration of its own",
  LOGIN: "remove it; the login is set in the configuration",
  DESC: "remove it; it only reads, and changes nothing",
  DESCRIBE: "remove it; it only reads, and changes nothing",
};

/** Whether a word in upper case, where a statement begins, is a command of cqlsh; of CQL's own words, DESCRIBE alone is one. */
export function isCqlshCommand(word: string): boolean {
  return COMMANDS.has(word);
}

/** What to do about a command, given in upper case. */
export function hintForCommand(command: string): string {
  return HINT_BY_COMMAND[command] ?? "remove it; a migration holds statements for the server only";
}
