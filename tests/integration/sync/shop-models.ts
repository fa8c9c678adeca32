// Models of a small shop, one set for each step of its life; and one with everything that sync makes.
import {
  bigint,
  decimal,
  frozen,
  int,
  list,
  type Model,
  map,
  set,
  table,
  text,
  timestamp,
  udt,
  userType,
  uuid,
  view,
} from "../../../src/models.ts";

const id = uuid().partitionKey();
const brand = text().indexed();

/** Each with what the one before it does not have. */
export const PRODUCTS: Readonly<Record<"first" | "priced" | "shortLived" | "withoutIndex", Model>> = {
  first: table("products", { id, brand, name: text() }),
  priced: table("products", { id, brand, name: text(), price: decimal() }),
  shortLived: table("products", { id, brand, name: text(), price: decimal() }, { defaultTtl: 86_400 }),
  withoutIndex: table("products", { id, brand: text(), name: text(), price: decimal() }, { defaultTtl: 86_400 }),
};

const address = userType("address", { street: text(), city: text() });

const orders = table(
  "orders",
  {
    customer: uuid().partitionKey(),
    at: timestamp().clusteringKey("desc"),
    total: decimal().indexed({ name: "by_total" }),
    vip: text().static(),
    to: frozen(udt(address)),
    tags: set(text()).indexed(),
    notes: list(text()),
    counts: map(text(), int()).indexed({ on: "keys" }),
    Size: bigint(),
  },
  { comment: "what was ordered", gcGraceSeconds: 3_600, compaction: { class: "LeveledCompactionStrategy" } },
);

export const EVERYTHING: readonly Model[] = [
  PRODUCTS.first,
  orders,
  table("visits", { page: text().partitionKey(), day: int().clusteringKey() }),
  view("orders_by_size", orders, { columns: ["total"], partitionKey: ["Size"], clusteringKey: ["customer", "at"] }),
];
