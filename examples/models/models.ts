// What the keyspace of the reviews should be; `tidemark generate NAME` writes the migration that leads here.
import { type Insert, type Row, table, text, timestamp, tinyint, uuid } from "tidemark/models";

/** Read by product, the newest first. */
export const reviews = table(
  "reviews",
  {
    product: text().partitionKey(),
    at: timestamp().clusteringKey("desc"),
    id: uuid().clusteringKey(),
    author: text(),
    stars: tinyint(),
    body: text(),
  },
  { comment: "what customers write" },
);

/** The same by author. The program writes to both. */
export const reviewsByAuthor = table("reviews_by_author", {
  author: text().partitionKey(),
  at: timestamp().clusteringKey("desc"),
  id: uuid().clusteringKey(),
  product: text(),
  stars: tinyint(),
  body: text(),
});

/** For the program: what the driver gives of a row, and what it takes for one. */
export type Review = Row<typeof reviews>;
export type NewReview = Insert<typeof reviews>;
