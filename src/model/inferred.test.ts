// Goal: the types that are inferred of models are those of the driver's values, and no others.
// Method: the type checker compares them with types that are written out; there is little to run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { types } from "cassandra-driver";
import { custom, frozen, list, map, set, tuple, udt, vector } from "./held-types.ts";
import type { Insert, Key, Row } from "./inferred.ts";
import type { Mistake } from "./mistake.ts";
import * as native from "./native-types.ts";
import { table } from "./table.ts";
import { userType } from "./user-type.ts";
import type { TupleOf, VectorOf } from "./value-types.ts";
import { view } from "./view.ts";

const { bigint, boolean, counter, date, int, text, timestamp, uuid } = native;

/** Whether two types are one, readonly and optional properties included. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function expectType<_ extends true>(): void {}

const address = userType("address", { street: text(), zip: int(), phones: list(text()) });
const events = table("events", {
  shop: text().partitionKey(),
  day: date().partitionKey(),
  at: timestamp().clusteringKey("desc"),
  owner: text().static(),
  tags: set(text()).indexed(),
  prices: map(text(), int()),
  steps: list(int()),
  home: frozen(udt(address)),
  pair: tuple(int(), text()),
  embedding: vector(native.float(), 3),
  done: boolean(),
});

const natives = table("natives", {
  id: uuid().partitionKey(),
  ascii: native.ascii(),
  bigint: bigint(),
  blob: native.blob(),
  boolean: boolean(),
  date: date(),
  decimal: native.decimal(),
  double: native.double(),
  duration: native.duration(),
  float: native.float(),
  inet: native.inet(),
  int: int(),
  smallint: native.smallint(),
  text: text(),
  time: native.time(),
  timestamp: timestamp(),
  timeuuid: native.timeuuid(),
  tinyint: native.tinyint(),
  uuid: uuid(),
  varchar: native.varchar(),
  varint: native.varint(),
  bytes: custom("org.example.Type"),
  known: custom<Date, Date | string>("org.example.Moment"),
});

test("a row has the values that the driver gives, and no nulls in its key", () => {
  expectType<
    Equal<
      Row<typeof events>,
      {
        shop: string;
        day: types.LocalDate;
        at: Date;
        owner: string | null;
        tags: string[] | null;
        prices: { [key: string]: number } | null;
        steps: number[] | null;
        home: { street: string | null; zip: number | null; phones: string[] | null } | null;
        pair: TupleOf<[number, string]> | null;
        embedding: VectorOf<number> | null;
        done: boolean | null;
      }
    >
  >();
});

test("every native type has the class of the driver", () => {
  expectType<
    Equal<
      Row<typeof natives>,
      {
        id: types.Uuid;
        ascii: string | null;
        bigint: types.Long | null;
        blob: Buffer | null;
        boolean: boolean | null;
        date: types.LocalDate | null;
        decimal: types.BigDecimal | null;
        double: number | null;
        duration: types.Duration | null;
        float: number | null;
        inet: types.InetAddress | null;
        int: number | null;
        smallint: number | null;
        text: string | null;
        time: types.LocalTime | null;
        timestamp: Date | null;
        timeuuid: types.TimeUuid | null;
        tinyint: number | null;
        uuid: types.Uuid | null;
        varchar: string | null;
        varint: types.Integer | null;
        bytes: Buffer | null;
        known: Date | null;
      }
    >
  >();
});

test("an insert needs the key, and takes what the driver takes", () => {
  expectType<
    Equal<
      Insert<typeof events>,
      {
        shop: string;
        day: types.LocalDate | Date | string;
        at: Date | types.Long | number | string;
        owner?: string | null | undefined;
        tags?: readonly string[] | null | undefined;
        prices?: { readonly [key: string]: number } | null | undefined;
        steps?: readonly number[] | null | undefined;
        home?:
          | {
              readonly street?: string | null | undefined;
              readonly zip?: number | null | undefined;
              readonly phones?: readonly string[] | null | undefined;
            }
          | null
          | undefined;
        pair?: types.Tuple | null | undefined;
        embedding?: types.Vector | null | undefined;
        done?: boolean | null | undefined;
      }
    >
  >();
  expectType<Equal<Insert<typeof natives>["bigint"], types.Long | number | string | null | undefined>>();
  expectType<Equal<Insert<typeof natives>["known"], Date | string | null | undefined>>();
});

test("what was read can be written", () => {
  const write = (_: Insert<typeof natives>): void => {};
  expectType<Equal<Parameters<typeof write>[0], Insert<typeof natives>>>();
  expectType<Row<typeof natives> extends Insert<typeof natives> ? true : false>();
  expectType<Row<typeof events> extends Insert<typeof events> ? true : false>();
});

test("a key is the values of the primary key", () => {
  expectType<
    Equal<
      Key<typeof events>,
      { shop: string; day: types.LocalDate | Date | string; at: Date | types.Long | number | string }
    >
  >();
});

test("a table of counters takes no insert", () => {
  const visits = table("visits", { page: text().partitionKey(), count: counter() });
  expectType<Equal<Row<typeof visits>, { page: string; count: types.Long | null }>>();
  expectType<Equal<Insert<typeof visits>, Mistake<"counters take no INSERT: UPDATE … SET counter = counter + ?">>>();
  expectType<Equal<Key<typeof visits>, { page: string }>>();
});

test("a view has the columns that it selects and those of its key, which are never null in it", () => {
  const byOwner = view("by_done", events, {
    columns: ["pair"],
    partitionKey: ["done"],
    clusteringKey: ["shop", "day", ["at", "desc"]],
  });
  expectType<
    Equal<
      Row<typeof byOwner>,
      { shop: string; day: types.LocalDate; at: Date; pair: TupleOf<[number, string]> | null; done: boolean }
    >
  >();
  expectType<Equal<keyof Key<typeof byOwner>, "done" | "shop" | "day" | "at">>();
  expectType<Equal<Insert<typeof byOwner>, Mistake<"a view takes no INSERT: its rows come from its table">>>();
  const whole = view("whole", events, { columns: "all", partitionKey: ["day"], clusteringKey: ["shop", "at"] });
  expectType<Equal<keyof Row<typeof whole>, Exclude<keyof Row<typeof events>, "owner">>>();
});

test("a view without clustering columns has the columns and the key that it names", () => {
  const users = table("users", { id: uuid().partitionKey(), name: text(), age: int(), note: text() });
  const one = view("one", users, { columns: ["name"], partitionKey: ["age", "id"] });
  expectType<Equal<Row<typeof one>, { id: types.Uuid; name: string | null; age: number }>>();
  expectType<Equal<Key<typeof one>, { id: types.Uuid | string; age: number }>>();
  const all = view("all", users, { columns: "all", partitionKey: ["id"], clusteringKey: undefined });
  expectType<
    Equal<Row<typeof all>, { id: types.Uuid; name: string | null; age: number | null; note: string | null }>
  >();
  expectType<Equal<keyof Key<typeof all>, "id">>();
});

test("a user's type has a row and an insert, too", () => {
  expectType<Equal<Row<typeof address>, { street: string | null; zip: number | null; phones: string[] | null }>>();
  expectType<Equal<keyof Insert<typeof address>, "street" | "zip" | "phones">>();
});

test("a number of JavaScript is no text", () => {
  // @ts-expect-error a number is no text
  const insert: Insert<typeof natives> = { id: types.Uuid.random(), text: 1 };
  // @ts-expect-error the key is missing
  const keyless: Insert<typeof natives> = { text: "a" };
  // @ts-expect-error there is no such column
  const unknown: Insert<typeof natives> = { id: types.Uuid.random(), txt: "a" };
  assert.ok(insert && keyless && unknown);
});

test("a Map of JavaScript is no map: the driver would write it as an empty one", () => {
  const prices = new Map([["eur", 1]]);
  const key = { shop: "a", day: "2026-01-01", at: 0 };
  // @ts-expect-error the driver takes objects
  const insert: Insert<typeof events> = { ...key, prices };
  assert.ok(insert);
});

test("what is in a tuple and in a vector is known", () => {
  const { pair, embedding } = { pair: new types.Tuple(1, "a"), embedding: new types.Vector([1, 2, 3]) } as unknown as {
    readonly pair: NonNullable<Row<typeof events>["pair"]>;
    readonly embedding: NonNullable<Row<typeof events>["embedding"]>;
  };
  const second: string | null = pair.get(1);
  const first: number = embedding.at(0);
  assert.deepEqual([second, first, [...embedding]], ["a", 1, [1, 2, 3]]);
  expectType<Equal<ReturnType<typeof pair.values>, [number | null, string | null]>>();
});
