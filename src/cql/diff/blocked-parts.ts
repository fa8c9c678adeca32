// Notes what is not as it is to be because a change is blocked, and what stays though it was to go.
import type { Column, Mask, Table, UserFunction, View } from "../schema/schema.ts";
import type { Change, RebuildTableChange } from "./change.ts";
import { functionsOf, signatureOf } from "./signature.ts";
import { userTypesIn, userTypesInAggregate, userTypesInFields, userTypesInFunction } from "./type-uses.ts";

/** Each question is answered with a sentence when the answer stands in the way. Holds state: made for one list of changes. */
export class BlockedParts {
  /** Of new things: what is named here is not there, or not in its new form. */
  readonly #missing = new Set<string>();
  /** Of old things: who still needs what is named here, by what is named. */
  readonly #needed = new Map<string, string>();
  /** By keyspace, a table or view that stays, and has user's types in its partition key. */
  readonly #keys = new Map<string, string>();

  add(change: Change): void {
    const { keyspace, name } = change;
    switch (change.kind) {
      case "create-type":
        this.#miss("type", keyspace, name);
        break;
      case "add-field":
        this.#miss("type", keyspace, change.type);
        break;
      case "recreate-type":
      case "rebuild-type":
      case "drop-type":
        this.#miss("type", keyspace, name);
        this.#need("type", keyspace, userTypesInFields(change.was), `type \`${name}\``);
        break;

      case "create-function":
        this.#missFunction(keyspace, change.is);
        break;
      case "replace-function":
      case "recreate-function":
        this.#missFunction(keyspace, change.is);
        this.#need("type", keyspace, userTypesInFunction(change.was), `function \`${name}\``);
        break;
      case "drop-function":
        this.#need("type", keyspace, userTypesInFunction(change.was), `function \`${name}\``);
        break;
      case "replace-aggregate":
      case "recreate-aggregate":
      case "drop-aggregate":
        this.#need("type", keyspace, userTypesInAggregate(change.was), `aggregate \`${name}\``);
        this.#need("function", keyspace, functionsOf(change.was), `aggregate \`${name}\``);
        break;

      case "create-table":
        this.#miss("table", keyspace, name);
        break;
      case "rebuild-table":
        this.#miss("table", keyspace, name);
        this.#addRebuild(change);
        break;
      case "drop-table":
        this.#needColumns(keyspace, name, change.was.columns.values());
        this.#keepIndexes(keyspace, change.was);
        this.#keepKey(`table \`${name}\``, change);
        break;
      case "add-column":
        this.#miss("column", keyspace, `${change.table}.${name}`);
        break;
      case "drop-column":
        this.#needColumns(keyspace, change.table, [change.was]);
        break;
      case "mask-column":
        if (change.was !== undefined) this.#needMask(keyspace, change.table, change.was);
        break;
      case "recreate-view":
        this.#need("table", keyspace, [change.was.baseTable], `view \`${name}\``);
        this.#keepKey(`view \`${name}\``, change);
        break;
      default:
        break;
    }
  }

  /** A type that is to be, and is not. */
  typeAmong(keyspace: string, names: Iterable<string>): string | undefined {
    return this.#firstMissing("type", keyspace, names);
  }

  functionAmong(keyspace: string, signatures: Iterable<string>): string | undefined {
    return this.#firstMissing("function", keyspace, signatures);
  }

  /** The function of a mask, which does not say which of several of one name it calls. */
  functionNamed(keyspace: string, mask: Mask | undefined): string | undefined {
    if (mask?.keyspace !== keyspace) return undefined;
    return this.#firstMissing("function named", keyspace, [mask.function]);
  }

  table(keyspace: string, name: string): string | undefined {
    return this.#firstMissing("table", keyspace, [name]);
  }

  columnAmong(keyspace: string, table: string, names: Iterable<string>): string | undefined {
    return this.#firstMissing(
      "column",
      keyspace,
      [...names].map((name) => `${table}.${name}`),
    );
  }

  /** What keeps a type from being dropped. */
  holderOf(keyspace: string, type: string): string | undefined {
    return this.#needer("type", keyspace, type);
  }

  /** What keeps a function from being dropped. */
  callerOf(keyspace: string, userFunction: UserFunction): string | undefined {
    return (
      this.#needer("function", keyspace, signatureOf(userFunction)) ??
      this.#needer("function named", keyspace, userFunction.name)
    );
  }

  /** What keeps a table, and the columns of it, from being dropped. */
  viewOn(keyspace: string, table: string): string | undefined {
    return this.#needer("table", keyspace, table);
  }

  /** What keeps the name of an index: no two in a keyspace have the same. */
  index(keyspace: string, name: string): string | undefined {
    return this.#needer("index", keyspace, name);
  }

  /** What may keep a type in a partition key, where none can get a field. It may stand in the type that is named there. */
  typeInKey(keyspace: string): string | undefined {
    const by = this.#keys.get(keyspace);
    return by === undefined
      ? undefined
      : `${by} cannot change in place, and no field can be added to a type in its partition key`;
  }

  #keepKey(by: string, { keyspace, was }: { readonly keyspace: string; readonly was: Table | View }): void {
    const types = was.partitionKey.flatMap((name) => was.columns.get(name)?.type ?? []);
    if (userTypesIn(types).size > 0) this.#keys.set(keyspace, by);
  }

  #addRebuild({ keyspace, name, was, reasons }: RebuildTableChange): void {
    const columns = new Set(reasons.map(({ column }) => column));
    const isWhole = columns.has(undefined);
    if (isWhole) this.#keepIndexes(keyspace, was);
    for (const column of columns) if (column !== undefined) this.#miss("column", keyspace, `${name}.${column}`);
    const stay = [...was.columns.values()].filter((column) => isWhole || columns.has(column.name));
    this.#needColumns(keyspace, name, stay);
  }

  #keepIndexes(keyspace: string, { name, indexes }: Table): void {
    this.#need("index", keyspace, indexes.keys(), `table \`${name}\``);
  }

  #missFunction(keyspace: string, userFunction: UserFunction): void {
    this.#miss("function", keyspace, signatureOf(userFunction));
    this.#miss("function named", keyspace, userFunction.name);
  }

  #needColumns(keyspace: string, table: string, columns: Iterable<Column>): void {
    for (const { type, mask } of columns) {
      this.#need("type", keyspace, userTypesIn([type]), `table \`${table}\``);
      if (mask !== undefined) this.#needMask(keyspace, table, mask);
    }
  }

  #needMask(keyspace: string, table: string, mask: Mask): void {
    this.#need("function named", mask.keyspace, [mask.function], `a mask of table \`${keyspace}.${table}\``);
  }

  #miss(kind: string, keyspace: string, name: string): void {
    this.#missing.add(`${kind} ${keyspace}.${name}`);
  }

  #need(kind: string, keyspace: string, names: Iterable<string>, by: string): void {
    for (const name of names) this.#needed.set(`${kind} ${keyspace}.${name}`, by);
  }

  #firstMissing(kind: string, keyspace: string, names: Iterable<string>): string | undefined {
    for (const name of names) {
      if (this.#missing.has(`${kind} ${keyspace}.${name}`)) {
        return `waits for ${kind} \`${keyspace}.${name}\`, which cannot change in place`;
      }
    }
    return undefined;
  }

  #needer(kind: string, keyspace: string, name: string): string | undefined {
    const by = this.#needed.get(`${kind} ${keyspace}.${name}`);
    return by === undefined
      ? undefined
      : `${kind} \`${keyspace}.${name}\` is still used by ${by}, which cannot change in place`;
  }
}
