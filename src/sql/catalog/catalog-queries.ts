// The questions that the catalog of a database is asked for its schema: one each for all objects of a kind, never one an object.
// Every text takes the name of the namespace as $1, and relies on a search_path that holds nothing else. Pure.
import type { SqlFamily } from "../schema.ts";

export const CATALOG_PARTS = [
  "namespace",
  "relations",
  "columns",
  "constraints",
  "indexes",
  "triggers",
  "policies",
  "sequences",
  "types",
  "attributes",
  "domainChecks",
  "routines",
  "extensions",
  "needs",
  "leftOut",
] as const;
export type CatalogPart = (typeof CATALOG_PARTS)[number];

/** Undefined: the family has nothing of the kind. */
export function catalogQuery(part: CatalogPart, family: SqlFamily): string | undefined {
  return family === "cockroach" && part in COCKROACH ? COCKROACH[part] : POSTGRES[part];
}

const IN_SCOPE = "(SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)";

/** Objects of extensions are theirs. */
function isOwn(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
}

/** A name as it is written when only the namespace is searched. */
function written(namespace: string, name: string): string {
  return `CASE WHEN ${namespace} IN ('pg_catalog', $1) THEN quote_ident(${name})
    ELSE quote_ident(${namespace}) || '.' || quote_ident(${name}) END`;
}

function writtenFunction(oid: string): string {
  return `(SELECT ${written("fn.nspname", "f.proname")} FROM pg_catalog.pg_proc f
    JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = ${oid})`;
}

function writtenCollation(oid: string): string {
  return `(SELECT ${written("cn.nspname", "co.collname")} FROM pg_catalog.pg_collation co
    JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = ${oid})`;
}

const POSTGRES: Readonly<Record<CatalogPart, string>> = {
  namespace: "SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname = $1",

  relations: `SELECT c.relname::text AS name, c.relkind::text AS kind, c.relpersistence::text AS persistence,
    c.relrowsecurity AS has_row_security, c.relforcerowsecurity AS forces_row_security, c.reloptions::text[] AS options,
    obj_description(c.oid, 'pg_class') AS comment,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
    (SELECT array_agg(${written("pn.nspname", "p.relname")} ORDER BY i.inhseqno)
      FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid)::text[] AS parents,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
  FROM pg_catalog.pg_class c
  WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind IN ('r', 'p', 'v', 'm') AND ${isOwn("pg_class", "c.oid")}`,

  columns: `SELECT c.relname::text AS relation, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS is_not_null, a.attidentity::text AS identity, a.attgenerated::text AS generated,
    pg_get_expr(d.adbin, d.adrelid) AS default_value,
    CASE WHEN a.attcollation <> t.typcollation THEN ${writtenCollation("a.attcollation")} END AS collation,
    col_description(a.attrelid, a.attnum) AS comment, (c.relispartition OR NOT a.attislocal) AS is_inherited
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`,

  constraints: `SELECT c.relname::text AS relation, k.conname::text AS name, k.contype::text AS kind,
    pg_get_constraintdef(k.oid, true) AS definition, obj_description(k.oid, 'pg_constraint') AS comment
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = ${IN_SCOPE} AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conislocal AND k.conparentid = 0`,

  indexes: `SELECT c.relname::text AS relation, i.relname::text AS name, pg_get_indexdef(x.indexrelid, 0, true) AS definition,
    x.indisvalid AS is_valid, i.relkind = 'I' AS is_partitioned, obj_description(i.oid, 'pg_class') AS comment
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
  WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind IN ('r', 'p', 'm') AND NOT i.relispartition
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))`,

  // Before PostgreSQL 13 the triggers that partitions get are internal, since then they name their parent.
  triggers: `SELECT c.relname::text AS relation, t.tgname::text AS name, pg_get_triggerdef(t.oid, true) AS definition,
    t.tgenabled::text AS enabled, obj_description(t.oid, 'pg_trigger') AS comment
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = ${IN_SCOPE} AND NOT t.tgisinternal AND coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0'`,

  policies: `SELECT c.relname::text AS relation, p.polname::text AS name, p.polcmd::text AS command,
    p.polpermissive AS is_permissive, pg_get_expr(p.polqual, p.polrelid) AS using_expression,
    pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression, obj_description(p.oid, 'pg_policy') AS comment,
    (SELECT array_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END ORDER BY r)
      FROM unnest(p.polroles) AS r)::text[] AS roles
  FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = ${IN_SCOPE}`,

  sequences: `SELECT c.relname::text AS name, c.relpersistence::text AS persistence, format_type(s.seqtypid, NULL) AS type,
    s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max,
    s.seqcache::text AS cache, s.seqcycle AS is_cycling, obj_description(c.oid, 'pg_class') AS comment,
    o.relname::text AS owner_table, a.attname::text AS owner_column, d.deptype::text AS ownership
  FROM pg_catalog.pg_sequence s
  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_catalog.pg_class o ON o.oid = d.refobjid AND o.relnamespace = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
  WHERE c.relnamespace = ${IN_SCOPE} AND ${isOwn("pg_class", "c.oid")}`,

  types: `SELECT t.typname::text AS name, t.typtype::text AS kind, obj_description(t.oid, 'pg_type') AS comment,
    (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)::text[] AS labels,
    CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base, t.typnotnull AS is_not_null,
    CASE WHEN t.typtype = 'd' THEN pg_get_expr(t.typdefaultbin, 0) END AS default_value,
    CASE WHEN t.typtype = 'd' AND t.typcollation <> (SELECT b.typcollation FROM pg_catalog.pg_type b WHERE b.oid = t.typbasetype)
      THEN ${writtenCollation("t.typcollation")} END AS collation,
    format_type(r.rngsubtype, NULL) AS subtype,
    (SELECT CASE WHEN oc.opcdefault THEN NULL ELSE ${written("ocn.nspname", "oc.opcname")} END FROM pg_catalog.pg_opclass oc
      JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace WHERE oc.oid = r.rngsubopc) AS opclass,
    CASE WHEN r.rngcollation <> (SELECT b.typcollation FROM pg_catalog.pg_type b WHERE b.oid = r.rngsubtype)
      THEN ${writtenCollation("r.rngcollation")} END AS range_collation,
    ${writtenFunction("r.rngcanonical")} AS canonical, ${writtenFunction("r.rngsubdiff")} AS subtype_diff
  FROM pg_catalog.pg_type t
  LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  WHERE t.typnamespace = ${IN_SCOPE} AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
    AND ${isOwn("pg_type", "t.oid")}`,

  attributes: `SELECT c.relname::text AS type_name, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
    CASE WHEN a.attcollation <> t.typcollation THEN ${writtenCollation("a.attcollation")} END AS collation
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`,

  domainChecks: `SELECT t.typname::text AS type_name, k.conname::text AS name, pg_get_constraintdef(k.oid, true) AS definition
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  WHERE t.typnamespace = ${IN_SCOPE} AND k.contype = 'c'`,

  routines: `SELECT p.proname::text AS name, p.prokind::text AS kind, l.lanname::text AS language,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified, quote_ident(p.proname) AS written,
    oidvectortypes(p.proargtypes) AS arguments, pg_get_function_arguments(p.oid) AS written_arguments,
    obj_description(p.oid, 'pg_proc') AS comment,
    CASE WHEN p.prokind = 'a' THEN NULL ELSE pg_get_functiondef(p.oid) END AS definition,
    p.proparallel::text AS parallel, ${writtenFunction("g.aggtransfn")} AS transition,
    format_type(g.aggtranstype, NULL) AS state, g.agginitval AS initial, ${writtenFunction("g.aggfinalfn")} AS final,
    ${writtenFunction("g.aggcombinefn")} AS combine, g.aggkind::text AS aggregate_kind,
    g.aggfinalextra AS has_final_extra,
    (SELECT 'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')' FROM pg_catalog.pg_operator op
      JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace WHERE op.oid = g.aggsortop) AS sort_operator
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  LEFT JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
  WHERE p.pronamespace = ${IN_SCOPE} AND ${isOwn("pg_proc", "p.oid")}
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_proc'::regclass
      AND i.objid = p.oid AND i.deptype = 'i')`,

  extensions: `SELECT x.extname::text AS name FROM pg_catalog.pg_extension x WHERE x.extnamespace = ${IN_SCOPE}`,

  needs: needsQuery(),

  leftOut: `SELECT 'rule' AS kind, r.rulename::text || ' on ' || c.relname::text AS name
    FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    WHERE c.relnamespace = ${IN_SCOPE} AND r.rulename <> '_RETURN' AND ${isOwn("pg_class", "c.oid")}
  UNION ALL SELECT 'operator', oprname::text FROM pg_catalog.pg_operator o
    WHERE oprnamespace = ${IN_SCOPE} AND ${isOwn("pg_operator", "o.oid")}
  UNION ALL SELECT 'collation', collname::text FROM pg_catalog.pg_collation o
    WHERE collnamespace = ${IN_SCOPE} AND ${isOwn("pg_collation", "o.oid")}
  UNION ALL SELECT 'text search configuration', cfgname::text FROM pg_catalog.pg_ts_config o
    WHERE cfgnamespace = ${IN_SCOPE} AND ${isOwn("pg_ts_config", "o.oid")}
  UNION ALL SELECT 'statistics object', stxname::text FROM pg_catalog.pg_statistic_ext WHERE stxnamespace = ${IN_SCOPE}
  UNION ALL SELECT 'foreign table', relname::text FROM pg_catalog.pg_class o
    WHERE relnamespace = ${IN_SCOPE} AND relkind = 'f' AND ${isOwn("pg_class", "o.oid")}
  UNION ALL SELECT 'base type', typname::text FROM pg_catalog.pg_type o
    WHERE typnamespace = ${IN_SCOPE} AND typtype = 'b' AND typelem = 0 AND ${isOwn("pg_type", "o.oid")}`,
};

/** Pairs of keys: what must be there before what. Parts of a table stand for it; foreign keys, triggers, policies do not. */
function needsQuery(): string {
  const relationKind =
    "CASE WHEN c.relkind IN ('v', 'm') THEN 'view ' WHEN c.relkind = 'S' THEN 'sequence ' ELSE 'table ' END";
  const key = `${relationKind} || c.relname`;
  return `WITH scope AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1),
  part (classid, objid, key) AS (
    SELECT 'pg_catalog.pg_class'::regclass::oid, c.oid, ${key}
      FROM pg_catalog.pg_class c WHERE c.relnamespace = (SELECT oid FROM scope) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL SELECT 'pg_catalog.pg_class'::regclass::oid, x.indexrelid, ${key}
      FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
      WHERE c.relnamespace = (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_class'::regclass::oid, c.oid, 'type ' || c.relname
      FROM pg_catalog.pg_class c WHERE c.relnamespace = (SELECT oid FROM scope) AND c.relkind = 'c'
    UNION ALL SELECT 'pg_catalog.pg_attrdef'::regclass::oid, d.oid, ${key}
      FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
      WHERE c.relnamespace = (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass::oid, k.oid, ${key}
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      WHERE c.relnamespace = (SELECT oid FROM scope) AND k.contype <> 'f'
    UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass::oid, k.oid, 'type ' || t.typname
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_type t ON t.oid = k.contypid
      WHERE t.typnamespace = (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_rewrite'::regclass::oid, r.oid, ${key}
      FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
      WHERE c.relnamespace = (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_type'::regclass::oid, t.oid,
        CASE WHEN c.relkind IS NULL OR c.relkind = 'c' THEN 'type ' || coalesce(e.typname, t.typname) ELSE ${key} END
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typelem <> 0 AND e.typarray = t.oid
      LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(nullif(e.typrelid, 0), nullif(t.typrelid, 0))
      WHERE t.typnamespace = (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_proc'::regclass::oid, p.oid,
        'function ' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')'
      FROM pg_catalog.pg_proc p WHERE p.pronamespace = (SELECT oid FROM scope)
    UNION ALL SELECT d.classid, d.objid, 'extension ' || x.extname
      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
      WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
        AND x.extnamespace = (SELECT oid FROM scope)
  )
  SELECT DISTINCT a.key::text AS object, b.key::text AS needed
  FROM pg_catalog.pg_depend d
  JOIN part a ON a.classid = d.classid AND a.objid = d.objid
  JOIN part b ON b.classid = d.refclassid AND b.objid = d.refobjid
  WHERE a.key <> b.key AND a.key NOT LIKE 'sequence %' AND a.key NOT LIKE 'extension %' AND d.deptype IN ('n', 'a', 'i')`;
}

/**
 * CockroachDB has the same catalogs with less in them, and some functions that PostgreSQL has not; what it keeps no
 * dependencies of is told from the texts.
 */
const COCKROACH: Readonly<Partial<Record<CatalogPart, string | undefined>>> = {
  relations: `SELECT c.relname::text AS name, c.relkind::text AS kind, c.relpersistence::text AS persistence,
    false AS has_row_security, false AS forces_row_security, c.reloptions::text[] AS options,
    obj_description(c.oid, 'pg_class') AS comment, NULL::text AS partition_by, NULL::text AS bound, NULL::text[] AS parents,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
  FROM pg_catalog.pg_class c WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind IN ('r', 'v', 'm')`,

  columns: `SELECT c.relname::text AS relation, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS is_not_null, a.attidentity::text AS identity, a.attgenerated::text AS generated,
    pg_get_expr(d.adbin, d.adrelid) AS default_value, NULL::text AS collation,
    col_description(a.attrelid, a.attnum) AS comment, false AS is_inherited
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = ${IN_SCOPE} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`,

  constraints: `SELECT c.relname::text AS relation, k.conname::text AS name, k.contype::text AS kind,
    pg_get_constraintdef(k.oid) AS definition, obj_description(k.oid, 'pg_constraint') AS comment
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = ${IN_SCOPE} AND k.contype IN ('p', 'u', 'c', 'f')`,

  indexes: `SELECT c.relname::text AS relation, i.relname::text AS name, pg_get_indexdef(x.indexrelid) AS definition,
    x.indisvalid AS is_valid, false AS is_partitioned, obj_description(i.oid, 'pg_class') AS comment
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
  WHERE c.relnamespace = ${IN_SCOPE} AND NOT x.indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
      WHERE k.conrelid = x.indrelid AND k.conname = i.relname AND k.contype IN ('p', 'u'))`,

  triggers: undefined,
  policies: undefined,

  sequences: `SELECT c.relname::text AS name, c.relpersistence::text AS persistence, 'bigint' AS type,
    s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max,
    s.seqcache::text AS cache, s.seqcycle AS is_cycling, obj_description(c.oid, 'pg_class') AS comment,
    NULL::text AS owner_table, NULL::text AS owner_column, NULL::text AS ownership
  FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid WHERE c.relnamespace = ${IN_SCOPE}`,

  types: `SELECT t.typname::text AS name, t.typtype::text AS kind, NULL::text AS comment,
    (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)::text[] AS labels
  FROM pg_catalog.pg_type t WHERE t.typnamespace = ${IN_SCOPE} AND t.typtype = 'e'`,

  attributes: undefined,
  domainChecks: undefined,

  routines: `SELECT p.proname::text AS name, p.prokind::text AS kind, 'sql' AS language,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified, quote_ident(p.proname) AS written,
    pg_get_function_identity_arguments(p.oid) AS arguments, NULL::text AS comment, pg_get_functiondef(p.oid) AS definition
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.pronamespace = ${IN_SCOPE} AND p.prokind IN ('f', 'p')`,

  extensions: undefined,
  needs: undefined,
  leftOut: undefined,
};
