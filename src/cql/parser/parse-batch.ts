// Parses BATCH. Grammar: batchStatement in Parser.g of Cassandra 5.0.
import type { Batch } from "../ast/dml.ts";
import type { Cursor } from "./cursor.ts";
import { parseUpdate } from "./parse-update.ts";
import { parseUsing } from "./parse-using.ts";
import { parseDelete, parseInsert } from "./parse-write.ts";

/** "BEGIN" ( "UNLOGGED" | "COUNTER" )? "BATCH" using? ( ( insert | update | delete ) ";"? )* "APPLY" "BATCH" */
export function parseBatch(cursor: Cursor): Batch {
  const type = parseBatchType(cursor);
  cursor.expect("BATCH");
  const using = parseUsing(cursor, "write");
  const statements: Batch["statements"][number][] = [];
  for (;;) {
    if (cursor.eat("INSERT")) statements.push(parseInsert(cursor));
    else if (cursor.eat("UPDATE")) statements.push(parseUpdate(cursor));
    else if (cursor.eat("DELETE")) statements.push(parseDelete(cursor));
    else break;
    cursor.eat(";");
  }
  cursor.expect("APPLY");
  cursor.expect("BATCH");
  return { kind: "batch", type, using, statements };
}

function parseBatchType(cursor: Cursor): Batch["type"] {
  if (cursor.eat("UNLOGGED")) return "unlogged";
  return cursor.eat("COUNTER") ? "counter" : "logged";
}
