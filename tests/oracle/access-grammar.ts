// Roles, permissions, DESCRIBE and names, in the notation of grammar.ts. Data.
// Source: src/antlr/Parser.g of Cassandra 5.0; what its actions refuse always is left out.
export const ACCESS_GRAMMAR = `
create-role = CREATE ROLE [not-exists] role-name [WITH role-options]
alter-role = ALTER ROLE [exists] role-name [WITH role-options]
drop-role = DROP ROLE [exists] role-name
role-options = %role-options
role-option-password = PASSWORD "=" %string
role-option-hashed = HASHED PASSWORD "=" %bcrypt
role-option-options = OPTIONS "=" property-map
role-option-superuser = SUPERUSER "=" %boolean
role-option-login = LOGIN "=" %boolean
role-option-datacenters = ACCESS TO ALL DATACENTERS | ACCESS TO DATACENTERS "{" %string {"," %string} "}"
role-option-cidrs = ACCESS FROM ALL CIDRS | ACCESS FROM CIDRS "{" %string {"," %string} "}"
create-user = CREATE USER [not-exists] user-name [WITH user-password] [SUPERUSER | NOSUPERUSER]
alter-user = ALTER USER [exists] user-name [WITH user-password] [SUPERUSER | NOSUPERUSER]
drop-user = DROP USER [exists] user-name
user-password = PASSWORD %string | HASHED PASSWORD %bcrypt
user-name = %identifier | %string
add-identity = ADD IDENTITY [not-exists] user-name TO ROLE user-name
drop-identity = DROP IDENTITY [exists] user-name
list-users = LIST USERS
list-roles = LIST ROLES [OF role-name] [NORECURSIVE]
list-permissions = LIST permissions [ON resource] [OF role-name] [NORECURSIVE]
grant-role = GRANT role-name TO role-name | REVOKE role-name FROM role-name
grant-all = GRANT all-permissions ON resource TO role-name | REVOKE all-permissions ON resource FROM role-name
grant-some = GRANT granted TO role-name | REVOKE granted FROM role-name
all-permissions = ALL [PERMISSIONS]
permissions = all-permissions | permission [PERMISSION] {"," permission [PERMISSION]}
permission = CREATE | ALTER | DROP | SELECT | MODIFY | AUTHORIZE | DESCRIBE | EXECUTE | UNMASK | SELECT_MASKED
granted = data-permission [PERMISSION] {"," data-permission [PERMISSION]} ON data-resource
  | role-permission [PERMISSION] ON role-resource
  | routine-permission [PERMISSION] ON routine-resource
  | mbean-permission [PERMISSION] ON mbean-resource
data-permission = ALTER | DROP | SELECT | MODIFY | AUTHORIZE | UNMASK | SELECT_MASKED
role-permission = DROP | ALTER | AUTHORIZE
routine-permission = ALTER | DROP | AUTHORIZE | EXECUTE
mbean-permission = SELECT | MODIFY | DESCRIBE | EXECUTE | AUTHORIZE
resource = data-resource | role-resource | routine-resource | mbean-resource
data-resource = ALL KEYSPACES | KEYSPACE keyspace-name | [table-word] object-name | ALL TABLES IN KEYSPACE keyspace-name
role-resource = ALL ROLES | ROLE role-name
routine-resource = ALL FUNCTIONS | ALL FUNCTIONS IN KEYSPACE keyspace-name | FUNCTION function-name "(" [resource-types] ")"
resource-types = resource-type {"," resource-type}
resource-type = native-type | LIST "<" native-type ">" | MAP "<" native-type "," native-type ">" | FROZEN "<" SET "<" native-type ">" ">" | %class-name
mbean-resource = ALL MBEANS | MBEAN %mbean | MBEANS %mbean-pattern

describe = describe-word described [WITH INTERNALS]
describe-word = DESCRIBE | DESC
described = CLUSTER | [FULL] SCHEMA | KEYSPACES | [ONLY] KEYSPACE [keyspace-name] | TABLES | table-word object-name
  | INDEX object-name | MATERIALIZED VIEW object-name | TYPES | TYPE type-name | FUNCTIONS | FUNCTION function-name
  | AGGREGATES | AGGREGATE function-name | object-name

name = %identifier | %quoted-name | unreserved-word
column = name | %empty-name
keyspace-name = name
object-name = [name "."] name
role-name = %identifier | %quoted-name | %string | unreserved-word
function-name = [name "."] own-function-name
own-function-name = %identifier | %quoted-name | basic-unreserved-word | native-type | TOKEN | COUNT
unreserved-word = basic-unreserved-word | native-type | TTL | COUNT | WRITETIME | MAXWRITETIME | KEY | CAST | JSON | DISTINCT
basic-unreserved-word = KEYS | AS | CLUSTER | CLUSTERING | COMPACT | STORAGE | TABLES | TYPE | TYPES | VALUES | MAP
  | LIST | FILTERING | PERMISSION | PERMISSIONS | KEYSPACES | ALL | USER | USERS | ROLE | ROLES | IDENTITY | SUPERUSER
  | NOSUPERUSER | LOGIN | NOLOGIN | OPTIONS | PASSWORD | HASHED | EXISTS | CUSTOM | TRIGGER | CONTAINS | INTERNALS | ONLY
  | STATIC | FROZEN | TUPLE | FUNCTION | FUNCTIONS | AGGREGATE | AGGREGATES | SFUNC | STYPE | FINALFUNC | INITCOND
  | RETURNS | LANGUAGE | CALLED | INPUT | LIKE | PER | PARTITION | GROUP | DATACENTERS | CIDRS | ACCESS | DEFAULT | MBEAN
  | MBEANS | REPLACE | UNSET | MASKED | UNMASK | SELECT_MASKED | VECTOR | ANN
`;
