// The words that cannot stand as bare names everywhere on at least one of the two servers. Data.

// PostgreSQL 18: pg_get_keywords(), all but the unreserved.
const POSTGRES =
  "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case " +
  "cast char character check coalesce collate collation column concurrently constraint create cross current_catalog " +
  "current_date current_role current_schema current_time current_timestamp current_user dec decimal default " +
  "deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant " +
  "greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join " +
  "json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize " +
  "json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national " +
  "natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay " +
  "placing position precision primary real references returning right row select session_user setof similar " +
  "smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true " +
  "union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat " +
  "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

// CockroachDB 25.2 beyond those: pkg/sql/lexbase/keywords.go, all but the unreserved.
const COCKROACH =
  "annotate_type box2d characteristics extract_duration family geography geometry if iferror ifnull " +
  "index_after_order_by_before_at index_before_name_then_paren index_before_paren iserror nothing_after_returning " +
  "point polygon string timestamptz timetz varbit vector virtual work";

const RESERVED: ReadonlySet<string> = new Set(`${POSTGRES} ${COCKROACH}`.split(" "));

/** Whether a word in lower case is more than a name on at least one of the two servers. */
export function isReservedWord(word: string): boolean {
  return RESERVED.has(word);
}
