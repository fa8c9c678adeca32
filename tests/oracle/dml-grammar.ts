// The statements that read and change data, in the notation of grammar.ts. Data.
// Source: src/antlr/Parser.g of Cassandra 5.0.
export const DML_GRAMMAR = `
select = SELECT [JSON] [DISTINCT] selectors FROM object-name [WHERE where] [GROUP BY selectable {"," selectable}]
  [ORDER BY ordering {"," ordering}] [PER PARTITION LIMIT integer-value] [LIMIT integer-value] [ALLOW FILTERING]
selectors = selector {"," selector} | "*"
selector = selectable [AS name]
selectable = product {"+" product | "-" product}
product = selected {"*" selected | "/" selected | "%" selected}
selected = selected-part {modifier} | "-" selected-part
modifier = "." name | "[" sub-selection "]"
sub-selection = term | term ".." | term ".." term | ".." term
selected-part = name
  | selected-literal
  | selected-call
  | "(" type ")" selected-part
  | "(" selectable {"," selectable} ")"
  | "[" [selectable {"," selectable}] "]"
  | "{" [selectable {"," selectable}] "}"
  | "{" selectable ":" selectable {"," selectable ":" selectable} "}"
selected-literal = constant | NULL | ":" name | "?"
selected-call = COUNT "(" "*" ")"
  | cell-function "(" name {modifier} ")"
  | CAST "(" selectable AS native-type ")"
  | function-name "(" [selectable {"," selectable}] ")"
cell-function = WRITETIME | MAXWRITETIME | TTL
ordering = column [ANN OF term] [ASC | DESC]

where = relation-or-expression {AND relation-or-expression}
relation-or-expression = relation | "expr(" own-index-name "," term ")"
relation = column comparison term
  | column LIKE term
  | column IS NOT NULL
  | TOKEN "(" column {"," column} ")" comparison term
  | column IN in-values
  | column CONTAINS [KEY] term
  | column "[" term "]" comparison term
  | "(" column {"," column} ")" tuple-relation
  | "(" relation ")"
own-index-name = name
tuple-relation = IN "(" ")" | IN marker | IN "(" tuple {"," tuple} ")" | IN "(" marker {"," marker} ")" | comparison tuple | comparison marker
in-values = marker | "(" [terms] ")"
comparison = "=" | "<" | "<=" | ">" | ">=" | "!="
marker = "?" | ":" name

insert = INSERT INTO object-name "(" column {"," column} ")" VALUES "(" terms ")" [not-exists] [using]
  | INSERT INTO object-name JSON json-value [DEFAULT NULL | DEFAULT UNSET] [not-exists] [using]
json-value = %string | marker
using = USING using-part {AND using-part}
using-part = TIMESTAMP integer-value | TTL integer-value

update = UPDATE object-name [using] SET assignment {"," assignment} WHERE where [IF condition]
assignment = %set-column "=" term
  | %set-column "[" term "]" "=" term
  | %set-column "." name "=" term
  | %set-column "+=" term
  | %set-column "-=" term
  | %own-sum
condition = EXISTS | column-condition {AND column-condition}
column-condition = condition-path comparison term | condition-path IN in-values | column CONTAINS [KEY] term
condition-path = column | column "[" term "]" | column "." name

delete = DELETE [delete-target {"," delete-target}] FROM object-name [USING TIMESTAMP integer-value] WHERE where [IF condition]
delete-target = column | column "[" term "]" | column "." name

batch = BEGIN [UNLOGGED | COUNTER] BATCH [using] {batch-part} APPLY BATCH
batch-part = insert [";"] | update [";"] | delete [";"]
use = USE keyspace-name
truncate = TRUNCATE [table-word] object-name

terms = term {"," term}
term = term-product {"+" term-product | "-" term-product}
term-product = signed-term {"*" signed-term | "/" signed-term | "%" signed-term}
signed-term = simple-term | "-" simple-term
simple-term = value
  | function-name "(" [terms] ")"
  | "(" type ")" simple-term
  | CAST "(" simple-term AS native-type ")"
value = constant
  | "[" [terms] "]"
  | "{" "}"
  | "{" terms "}"
  | "{" term ":" term {"," term ":" term} "}"
  | "{" name ":" term {"," name ":" term} "}"
  | tuple
  | NULL
  | marker
tuple = "(" terms ")"
constant = %string | %integer | %float | %boolean | %duration | %uuid | %blob | %not-finite
integer-value = %integer | marker
`;
