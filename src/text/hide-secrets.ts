// Hides passwords that stand in statements, so that none reaches a terminal or a log of CI. Pure.

/** White space and comments, of CQL and of SQL. */
const GAP = String.raw`(?:\s|--[^\r\n]*|//[^\r\n]*|/\*[\s\S]*?\*/)*`;
const BEFORE = String.raw`\b(?:SSL)?PASSWORD"?${GAP}=?${GAP}`;
const KEY = String.raw`(?<![?&])\b(?:ssl)?password\s*=\s*`;
/** Of a connection string, not quoted in it; the letters before a quoted literal are none. */
const VALUE = String.raw`(?!(?:[EBXN]|U&)')(?:\\.|[^\s'\\])+`;

/** In front of each password stands its first group. */
const PASSWORDS: readonly RegExp[] = [
  // `PASSWORD = 'x'`, `WITH PASSWORD 'x'`, in CQL and in SQL; quotes in quotes are doubled, and a literal may go on in the next line.
  new RegExp(String.raw`(${BEFORE}(?:U&)?')((?:[^']|''|'[ \t]*[\r\n]\s*')*)(?=')`, "gi"),
  // In a string that is a statement itself; an empty password is no beginning of one.
  new RegExp(String.raw`(${BEFORE}'')(?![\s;,)])((?:[^']|'''')+)(?='')`, "gi"),
  // In `E'x'` a backslash speaks for the next sign, and `$$x$$` ends as it begins.
  new RegExp(String.raw`(${BEFORE}E')((?:[^'\\]|''|\\[\s\S])*)(?=')`, "gi"),
  new RegExp(String.raw`(${BEFORE}(\$\w*\$))([\s\S]*?)(?=\2)`, "gi"),
  // Connection strings: `'user=u password=x'`. Of an assignment (`SET password = x, …`) neither what is before nor what is behind is like that.
  new RegExp(String.raw`((?<=['"$]\s*|=\s*[^\s,;()]+\s+)${KEY})${VALUE}`, "gi"),
  new RegExp(String.raw`(${KEY})${VALUE}(?='|\s+\w+\s*=\s*[^\s=])`, "gi"),
  /([?&](?:ssl)?password=)[^\s'"&#]+/gi,
  /(:\/\/[^\s/'"@:]*:)[^\s'"/]+(?=@)/g,
];

const MAY_HOLD_ONE = /password|:\/\//i;

/** A text of the same length with stars in the place of each password: what stands behind stays where it is. */
export function hideSecrets(text: string): string {
  if (!MAY_HOLD_ONE.test(text)) return text;
  return PASSWORDS.reduce(
    (hidden, pattern) =>
      hidden.replace(pattern, (whole: string, before: string) => {
        return before + whole.slice(before.length).replace(/[^\r\n]/g, "*");
      }),
    text,
  );
}
