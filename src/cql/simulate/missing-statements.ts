// Knows the statements that a product does not have at all, whatever is there. Pure.
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities, Product } from "../capabilities.ts";

interface MissingStatement {
  readonly message: string;
  readonly hint?: string;
}

type Kinds = Readonly<Partial<Record<StatementNode["kind"], MissingStatement>>>;

const KEYSPACES: MissingStatement = {
  message: "Astra DB has no statements for keyspaces",
  hint: "use its console or its API",
};
const VIEWS: MissingStatement = { message: "Astra DB has no materialized views" };
const ROUTINES: MissingStatement = { message: "Astra DB has no functions and aggregates of users" };
const TRIGGERS: MissingStatement = { message: "ScyllaDB has no triggers" };

const MISSING: Readonly<Partial<Record<Product, Kinds>>> = {
  // docs.datastax.com/en/astra-db-serverless/cql/cassandra-guardrails.html
  astra: {
    "create-keyspace": KEYSPACES,
    "alter-keyspace": KEYSPACES,
    "drop-keyspace": KEYSPACES,
    "create-materialized-view": VIEWS,
    "alter-materialized-view": VIEWS,
    "drop-materialized-view": VIEWS,
    "create-function": ROUTINES,
    "drop-function": ROUTINES,
    "create-aggregate": ROUTINES,
    "drop-aggregate": ROUTINES,
  },
  scylla: { "create-trigger": TRIGGERS },
};

/** Why the product refuses any statement of the kind; undefined where it does not. */
export function findMissingStatement({ kind }: StatementNode, { product }: Capabilities): MissingStatement | undefined {
  return MISSING[product]?.[kind];
}
