// A DROP that takes tables or columns along that it does not name. Pure.
import { parseName } from "../../../sql/identifiers.ts";
import { hasWords, readName, tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import { type Problem, type Rule, sqlRule } from "../../rule.ts";
import { type DroppedName, droppedNames } from "../../sql/dropped-names.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const banDropCascade: Rule = sqlRule({
  name: "ban-drop-cascade",
  level: "error",
  isDestructive: true,
  on: {
    "drop-schema": (statement) => judge(statement, (name) => `every table in \`${name}\``),
    "drop-type": (statement) => judge(statement, (name) => `every column of the type \`${name}\``),
    "drop-domain": (statement) => judge(statement, (name) => `every column of the domain \`${name}\``),
    "drop-extension": (statement) => judge(statement, (name) => `every column of a type of \`${name}\``),
    "drop-owned"(statement) {
      const name = readName(statement.tokens, 3);
      if (name === undefined || statement.side.direction === "down") return [];
      const place = { start: tokenAt(statement.tokens, 3).start, end: tokenAt(statement.tokens, name.next - 1).end };
      const message = `DROP OWNED also drops every table that \`${name.name}\` owns, with what is in it`;
      return [problemAt(statement, place, message, HINT)];
    },
  },
});

const HINT =
  "drop each table or column by its name; or, if all of it must go, say so at the head of the file: `-- @allow-destructive`";

function judge(statement: SqlStatement, lossOf: (name: string) => string): readonly Problem[] {
  const names = droppedNames(statement);
  const end = names.at(-1)?.place.end;
  if (statement.side.direction === "down" || end === undefined || !isCascade(statement, end)) return [];
  return names
    .filter((name) => !isMadeBefore(statement, name))
    .map(({ written, place }) =>
      problemAt(statement, place, `CASCADE also drops ${lossOf(written)}, with what is in it`, HINT),
    );
}

/** Behind the names, one of which may be `cascade`. */
function isCascade({ tokens }: SqlStatement, end: number): boolean {
  for (const { token, index } of tokensFrom(tokens, 2)) {
    if (token.start >= end && hasWords(tokens, index, "CASCADE")) return true;
  }
  return false;
}

/** What the same side has just made, has nothing of others in it. */
function isMadeBefore({ side, index, facts }: SqlStatement, { schema, name }: DroppedName): boolean {
  const maker = facts.kind.replace("drop-", "create-");
  return side.statements.slice(0, index).some(({ facts: { kind, object, guard } }) => {
    const made = parseName(object ?? "");
    return kind === maker && guard === undefined && made?.at(-1) === name && made?.at(-2) === schema;
  });
}
