// Which language the text of a migration file is read in: where its comments and strings begin and end depends on it. Pure.
import { readToken as readCqlToken } from "../cql/lexer.ts";
import { readToken as readSqlToken } from "../sql/lexer.ts";

export type Language = "cql" | "sql";

/** By the ending of the file, for who does not know the target: it decides, and both endings go with both languages. */
export function languageOf(fileName: string): Language {
  return fileName.endsWith(".sql") ? "sql" : "cql";
}

/** As much of a token as both languages have. */
export interface TextToken {
  kind: string;
  start: number;
  end: number;
}

/** Writes the first token at or after `offset` over `token`: of thousands of files, each has a dozen at least. */
export type ReadToken = (token: TextToken, text: string, offset: number, limit: number) => void;

/** What reads the tokens of a language, one by one. */
export function lexerOf(language: Language): ReadToken {
  // Each writes its own kinds only.
  return (language === "sql" ? readSqlToken : readCqlToken) as ReadToken;
}
