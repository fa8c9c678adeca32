// Turns a file name that fits no format into the reason and the way out. Pure.

export interface FileNameExplanation {
  readonly message: string;
  readonly hint: string;
}

interface Fix {
  readonly pattern: RegExp;
  readonly replacement: string | ((match: string) => string);
  readonly reason: string;
}

// Applied in turn; the first that changes the name gives the reason, all together give the name to use instead.
const FIXES: readonly Fix[] = [
  { pattern: /\.txt$/i, replacement: "", reason: "it ends in `.txt`" },
  { pattern: /\.(?:cql|sql)$/i, replacement: lowerCase, reason: "its ending is not in lower case" },
  { pattern: /\.(?:up|down)(?=\.[a-z]+$)/i, replacement: lowerCase, reason: "`.up` and `.down` are in lower case" },
  { pattern: /^[vu](?=[0-9])/, replacement: upperCase, reason: "the letter before the version is a capital" },
  {
    pattern: /^([VU][0-9]+(?:[._][0-9]+)*)(?:_(?!_)|[- ]+)/,
    replacement: "$1__",
    reason: "two underscores stand between version and description",
  },
  { pattern: /^([0-9]+)[- ]+/, replacement: "$1_", reason: "an underscore stands between version and description" },
  { pattern: /^([0-9]+(?:\.[0-9]+)+)[_ -]+/, replacement: "V$1__", reason: "a version with dots begins with `V`" },
  {
    pattern: /^U([^_].*)\.(?:up|down)(?=\.[a-z]+$)/,
    replacement: "U$1",
    reason: "`U` already says that it is a down side",
  },
  { pattern: /^V(.+)\.up(?=\.[a-z]+$)/, replacement: "V$1", reason: "`.up` goes with names that begin with a digit" },
  {
    pattern: /^V(.+?)__(.+)\.down(?=\.[a-z]+$)/,
    replacement: "U$1__undo_$2",
    reason: "`.down` goes with names that begin with a digit",
  },
];

const exampleFor = (name: string): string =>
  `name it like \`V003__add_email.${/\.sql\b/i.test(name) ? "sql" : "cql"}\``;
const VERSION_ONLY = /^[VvUu]?[0-9]+(?:[._][0-9]+)*_*(?:\.(?:up|down))?\.(?:cql|sql)$/i;

/** `isMigration` tells whether a name that is about to be suggested fits a format. */
export function explainFileName(name: string, isMigration: (name: string) => boolean): FileNameExplanation {
  const { reason, repaired } = applyFixes(name);
  const example = exampleFor(name);
  if (isMigration(repaired)) return explain(reason, `rename it to \`${repaired}\``);
  if (/^[VU]?[0-9]*(?![0-9])\p{Nd}/iu.test(name))
    return explain("its version is not written with the digits 0 to 9", example);
  if (VERSION_ONLY.test(name)) return explain("its description is missing", example);
  if (/^R__/i.test(name)) return explain("repeatable migrations are not supported", "give it a version of its own");
  if (/\.(?:ts|mts|js|mjs)$/i.test(name)) {
    return explain(
      "it is not named as a code migration",
      "name it like `20260203_001_add_email.ts`, or move it out of the directory",
    );
  }
  if (!/\.(?:cql|sql)$/i.test(repaired))
    return explain("its ending is missing", `rename it to \`${name}.cql\` or \`${name}.sql\``);
  return explain(reason, `${example}, or move it out of the directory`);
}

function applyFixes(name: string): { readonly reason: string | undefined; readonly repaired: string } {
  let reason: string | undefined;
  let repaired = name;
  for (const fix of FIXES) {
    const before = repaired;
    repaired =
      typeof fix.replacement === "string"
        ? before.replace(fix.pattern, fix.replacement)
        : before.replace(fix.pattern, fix.replacement);
    if (repaired !== before) reason ??= fix.reason;
  }
  return { reason, repaired };
}

function explain(reason: string | undefined, hint: string): FileNameExplanation {
  const because = reason === undefined ? "" : `: ${reason}`;
  return { message: `the name looks like a migration and fits no format${because}`, hint };
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function upperCase(text: string): string {
  return text.toUpperCase();
}
