// Tells whether a query calls something that may change more than it reads. Pure.
import { type TokenRun, textAt, tokensFrom, wordAt } from "./token-run.ts";

export interface ChangingCall {
  /** As it is written. */
  readonly name: string;
  readonly effect: "session" | "data";
}

// Words that stand before a parenthesis and call nothing, types with a length among them.
const NO_CALLS =
  "ALL AND ANY ARRAY AS BETWEEN BIT BY CASE CHAR CHARACTER CONFLICT CROSS CUBE DEC DECIMAL DISTINCT ELSE EXCEPT EXISTS FILTER FLOAT FROM " +
  "GROUP GROUPING HAVING ILIKE IN INTERSECT INTERVAL INTO IS JOIN LATERAL LIKE LIMIT MATERIALIZED NCHAR NOT NUMERIC OF OFFSET ON " +
  "ONLY OR OVER PARTITION RECURSIVE RETURNING ROLLUP ROW ROWS SELECT SET SETS SOME STRING THEN TIME TIMESTAMP TIMESTAMPTZ UNION UNIQUE " +
  "USING VALUES VARBIT VARCHAR VARYING WHEN WHERE WITH WITHIN GROUPS RANGE CAST EXTRACT TREAT";

// Of pg_catalog, and of CockroachDB: those that read and compute. What is not among them may do anything.
const READ_ONLY =
  "ABS AGE ARRAY_AGG ARRAY_APPEND ARRAY_CAT ARRAY_LENGTH ARRAY_LOWER ARRAY_POSITION ARRAY_POSITIONS ARRAY_PREPEND ARRAY_REMOVE " +
  "ARRAY_REPLACE ARRAY_TO_STRING ARRAY_UPPER ASCII AVG BOOL_AND BOOL_OR BTRIM CARDINALITY CEIL CEILING CHAR_LENGTH CHR " +
  "CLOCK_TIMESTAMP COALESCE COL_DESCRIPTION CONCAT CONCAT_WS CORR COUNT CUME_DIST CURRENT_DATABASE CURRENT_SCHEMA CURRENT_SCHEMAS " +
  "CURRENT_SETTING CURRENT_TIMESTAMP DATE_BIN DATE_PART DATE_TRUNC DECODE DENSE_RANK DIV ENCODE EVERY EXP FIRST_VALUE FLOOR FORMAT " +
  "FORMAT_TYPE GENERATE_SERIES GENERATE_SUBSCRIPTS GEN_RANDOM_UUID GREATEST INITCAP JSONB_AGG JSONB_ARRAY_ELEMENTS " +
  "JSONB_ARRAY_ELEMENTS_TEXT JSONB_ARRAY_LENGTH JSONB_BUILD_ARRAY JSONB_BUILD_OBJECT JSONB_EACH JSONB_EACH_TEXT JSONB_EXTRACT_PATH " +
  "JSONB_EXTRACT_PATH_TEXT JSONB_OBJECT_AGG JSONB_OBJECT_KEYS JSONB_PATH_EXISTS JSONB_PATH_QUERY JSONB_PRETTY JSONB_SET " +
  "JSONB_STRIP_NULLS JSONB_TYPEOF JSON_AGG JSON_ARRAY_ELEMENTS JSON_ARRAY_LENGTH JSON_BUILD_ARRAY JSON_BUILD_OBJECT JSON_EACH " +
  "JSON_OBJECT_AGG JSON_OBJECT_KEYS JSON_TYPEOF LAG LAST_VALUE LEAD LEAST LEFT LENGTH LN LOG LOWER LPAD LTRIM MAX MD5 MIN MOD MODE " +
  "NOW NTH_VALUE NTILE NULLIF NUM_NONNULLS NUM_NULLS OBJ_DESCRIPTION OCTET_LENGTH OVERLAY PERCENTILE_CONT PERCENTILE_DISC " +
  "PERCENT_RANK PG_COLUMN_SIZE PG_DATABASE_SIZE PG_GET_CONSTRAINTDEF PG_GET_EXPR PG_GET_FUNCTIONDEF PG_GET_INDEXDEF " +
  "PG_GET_SERIAL_SEQUENCE PG_GET_TRIGGERDEF PG_GET_USERBYID PG_GET_VIEWDEF PG_INDEXES_SIZE PG_RELATION_SIZE PG_SIZE_PRETTY " +
  "PG_TABLE_IS_VISIBLE PG_TABLE_SIZE PG_TOTAL_RELATION_SIZE PG_TYPEOF POSITION POWER QUOTE_IDENT QUOTE_LITERAL QUOTE_NULLABLE " +
  "RANDOM RANK REGEXP_COUNT REGEXP_LIKE REGEXP_MATCH REGEXP_MATCHES REGEXP_REPLACE REGEXP_SPLIT_TO_ARRAY REGEXP_SPLIT_TO_TABLE " +
  "REPEAT REPLACE REVERSE RIGHT ROUND ROW_NUMBER ROW_TO_JSON RPAD RTRIM SIGN SPLIT_PART SQRT STARTS_WITH STDDEV STRING_AGG " +
  "STRING_TO_ARRAY STRPOS SUBSTR SUBSTRING SUM TO_CHAR TO_DATE TO_JSON TO_JSONB TO_NUMBER TO_REGCLASS TO_TIMESTAMP TO_TSQUERY " +
  "TO_TSVECTOR TRANSLATE TRIM TRUNC UNNEST UPPER VARIANCE VERSION WIDTH_BUCKET HAS_TABLE_PRIVILEGE HAS_SCHEMA_PRIVILEGE " +
  "HAS_DATABASE_PRIVILEGE INET_CLIENT_ADDR TXID_CURRENT_IF_ASSIGNED";

const HARMLESS: ReadonlySet<string> = new Set(`${NO_CALLS} ${READ_ONLY}`.split(" "));

/** The first call, from an index on, of a function that is not known to read only; one that sets the session, if it is the worst. */
export function findChangingCall(run: TokenRun, from: number): ChangingCall | undefined {
  let ofSession: ChangingCall | undefined;
  for (const { token, index } of tokensFrom(run, from)) {
    if (token.kind !== "(" || index === 0) continue;
    const name = textAt(run, index - 1);
    const word = wordAt(run, index - 1);
    if (word === "" && !name.endsWith('"')) continue;
    const schema = textAt(run, index - 2) === "." ? textAt(run, index - 3) : undefined;
    const isBuiltIn = schema === undefined || schema.toLowerCase() === "pg_catalog";
    if (isBuiltIn && word === "SET_CONFIG") ofSession ??= { name, effect: "session" };
    else if (!(isBuiltIn && HARMLESS.has(word)) && !isQueryName(run, index)) {
      return { name: schema === undefined ? name : `${schema}.${name}`, effect: "data" };
    }
  }
  return ofSession;
}

/** Whether the parenthesis holds the columns of a query in WITH, or of an alias: a name before it, and AS before or behind. */
function isQueryName(run: TokenRun, index: number): boolean {
  if (wordAt(run, index - 2) === "AS") return true;
  const before = wordAt(run, index - 2);
  return before === "WITH" || before === "RECURSIVE";
}
