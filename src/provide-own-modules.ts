// Lets users' modules import the running tidemark and its driver by their names, whether or not these are installed beside them.
import { provideModule } from "./modules/own-modules.ts";

let ofTidemark: object = {};

/** @param Tidemark the class, which it gives itself: nothing that it calls may import it */
export function provideOwnModules(Tidemark?: object): void {
  if (Tidemark !== undefined) ofTidemark = { Tidemark };
  provideModule("tidemark", async () => ({ ...(await import("./module-index.ts")), ...ofTidemark }));
  provideModule("tidemark/models", () => import("./models.ts"));
  provideModule("tidemark/cql", () => import("./cql.ts"));
  provideModule("tidemark/sql", () => import("./sql.ts"));
  provideModule("cassandra-driver", async () => (await import("./adapters/cassandra/load-driver.ts")).loadDriver());
}
