// The statements that change the schema, in the notation of grammar.ts. Data.
// Source: src/antlr/Parser.g of Cassandra 5.0; what its actions refuse always (such as `?` for a table) is left out.
export const DDL_GRAMMAR = `
create-keyspace = CREATE KEYSPACE [not-exists] keyspace-name WITH properties
alter-keyspace = ALTER KEYSPACE [exists] keyspace-name WITH properties
drop-keyspace = DROP KEYSPACE [exists] keyspace-name
exists = IF EXISTS
not-exists = IF NOT EXISTS
properties = property {AND property}
property = %property "=" property-value | %property "=" property-map
property-value = constant | unreserved-word
property-map = "{" [constant ":" constant {"," %unique-string ":" constant}] "}"

create-table = CREATE table-word [not-exists] object-name "(" table-item {"," [table-item]} ")" [WITH table-property {AND table-property}]
table-word = TABLE | COLUMNFAMILY
table-item = column-definition | primary-key
column-definition = name type [STATIC] [mask] [PRIMARY KEY]
primary-key = PRIMARY KEY "(" partition-key {"," name} ")"
partition-key = name | "(" name {"," name} ")"
mask = MASKED WITH function-name "(" [terms] ")" | MASKED WITH DEFAULT
table-property = property | COMPACT STORAGE | CLUSTERING ORDER BY "(" clustering-order {"," clustering-order} ")"
clustering-order = name ASC | name DESC

alter-table = ALTER table-word [exists] object-name alter-table-action
alter-table-action = ALTER column TYPE type
  | ALTER [exists] column mask
  | ALTER [exists] column DROP MASKED
  | ADD [not-exists] added-column
  | ADD [not-exists] "(" added-column {"," added-column} ")"
  | DROP [exists] name [USING TIMESTAMP %integer]
  | DROP [exists] "(" name {"," name} ")" [USING TIMESTAMP %integer]
  | RENAME [exists] name TO name {AND name TO name}
  | DROP COMPACT STORAGE
  | WITH properties
added-column = name type [STATIC] [mask]
drop-table = DROP table-word [exists] object-name

create-type = CREATE TYPE [not-exists] type-name "(" field-definition {"," [field-definition]} ")"
field-definition = name type
alter-type = ALTER TYPE [exists] type-name alter-type-action
alter-type-action = ALTER name TYPE type
  | ADD [not-exists] name type
  | RENAME [exists] name TO name {AND name TO name}
drop-type = DROP TYPE [exists] type-name

create-index = CREATE [CUSTOM] INDEX [not-exists] [name] ON object-name "(" [index-target {"," index-target}] ")" [USING %string] [WITH properties]
index-target = column | VALUES "(" column ")" | KEYS "(" column ")" | ENTRIES "(" column ")" | FULL "(" column ")"
drop-index = DROP INDEX [exists] object-name

create-view = CREATE MATERIALIZED VIEW [not-exists] object-name AS SELECT selectors FROM object-name [WHERE where] primary-key [WITH view-property {AND view-property}]
view-property = property | CLUSTERING ORDER BY "(" clustering-order {"," clustering-order} ")"
alter-view = ALTER MATERIALIZED VIEW [exists] object-name WITH properties
drop-view = DROP MATERIALIZED VIEW [exists] object-name

create-function = CREATE [OR REPLACE] FUNCTION [not-exists] function-name "(" [argument {"," argument}] ")" on-null ON NULL INPUT RETURNS type LANGUAGE %identifier AS %string
argument = name type
on-null = RETURNS NULL | CALLED
create-aggregate = CREATE [OR REPLACE] AGGREGATE [not-exists] function-name "(" [types] ")" SFUNC own-function-name STYPE type [FINALFUNC own-function-name] [INITCOND term]
drop-routine = DROP FUNCTION [exists] function-name ["(" [types] ")"] | DROP AGGREGATE [exists] function-name ["(" [types] ")"]
types = type {"," type}

create-trigger = CREATE TRIGGER [not-exists] name ON object-name USING %string
drop-trigger = DROP TRIGGER [exists] name ON object-name

type = native-type
  | collection-type
  | tuple-type
  | VECTOR "<" type "," %dimension ">"
  | type-name
  | FROZEN "<" freezable-type ">"
  | %class-name
freezable-type = collection-type | tuple-type | type-name | VECTOR "<" type "," %dimension ">" | FROZEN "<" freezable-type ">"
collection-type = MAP "<" type "," type ">" | LIST "<" type ">" | SET "<" type ">"
tuple-type = TUPLE "<" types ">"
native-type = ASCII | BIGINT | BLOB | BOOLEAN | COUNTER | DATE | DECIMAL | DOUBLE | DURATION | FLOAT | INET | INT
  | SMALLINT | TEXT | TIME | TIMESTAMP | TIMEUUID | TINYINT | UUID | VARCHAR | VARINT
type-name = [name "."] own-type-name
own-type-name = %identifier | %quoted-name | basic-unreserved-word | KEY
`;
