// A process of its own that adds one to every row, batch by batch: its arguments are a URL and the rows of a batch. It prints a
// line a batch.
import { runCode } from "./run-code.ts";

const [url = "", size = "1000"] = process.argv.slice(2);

await runCode(url, {
  transaction: false,
  async upgrade(ctx) {
    await ctx.batches<{ id: bigint }>({ table: "counted", key: "id", size: Number(size) }, async (rows, session) => {
      const ids = rows.map(({ id }) => id);
      await session.execute("UPDATE counted SET n = n + 1 WHERE id = ANY($1)", [ids]);
      console.log(`batch ${ids.length}`);
    });
  },
});
console.log("end");
