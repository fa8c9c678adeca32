// A client of the driver that answers as a test says: for what a real server cannot be made to answer at will.
import type { Client, Host } from "cassandra-driver";

export type Answer = (query: string, host: Host | undefined) => object | undefined | Promise<object>;

/** `answer` gives the one row of a query, or undefined for none, or throws what the driver would. */
export function fakeClient(answer: Answer, hosts: readonly Pick<Host, "address" | "isUp">[] = []): Client {
  const client = {
    keyspace: "",
    hosts: { values: () => [...hosts] },
    async execute(query: string, _params: unknown, options: { readonly host?: Host } = {}): Promise<object> {
      const row = await answer(query, options.host);
      return { rows: row === undefined ? [] : [row], rowLength: 1, first: () => row, wasApplied: () => true, info: {} };
    },
    async batch(queries: readonly { readonly query: string }[]): Promise<object> {
      return client.execute(queries[0]?.query ?? "", []);
    },
  };
  return client as unknown as Client;
}

export function driverError(name: string, code?: number): Error {
  return Object.assign(new Error(`${name} says why`), { name, ...(code !== undefined && { code }) });
}
