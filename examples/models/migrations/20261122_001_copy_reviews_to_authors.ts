// Fills the new table from the old one, while the program, which writes to both, goes on.
import { defineMigration } from "tidemark";

const READ = "SELECT product, at, id, author, stars, body, writetime(author) AS written FROM reviews";
// With the time of the original: what the program has written since then wins.
const WRITE =
  "INSERT INTO reviews_by_author (author, at, id, product, stars, body) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";

export default defineMigration({
  description: "copy the reviews to their authors",
  async upgrade(ctx) {
    let done = 0;
    for await (const page of ctx.query(READ, [], { pageSize: 500 }).pages()) {
      const signed = page.filter(({ author }) => author !== null);
      await Promise.all(
        signed.map(({ author, at, id, product, stars, body, written }) =>
          ctx.execute(WRITE, [author, at, id, product, stars, body, written]),
        ),
      );
      done += signed.length;
      ctx.progress(done);
    }
    ctx.log(`${done} reviews copied`);
  },
  async downgrade(ctx) {
    await ctx.execute("TRUNCATE reviews_by_author");
  },
});
