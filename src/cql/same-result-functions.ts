// Which functions give the same result for the same arguments, whenever they are called. Pure.
import { isSimpleType } from "./native-types.ts";

// Cassandra 3.11–5.0 and ScyllaDB; 5.0 added the names with "_". Whoever is not here may give another result each time.
const SAME_RESULT: ReadonlySet<string> = new Set(
  (
    "cast token ttl writetime maxwritetime dateof unixtimestampof todate totimestamp tounixtimestamp to_date " +
    "to_timestamp to_unix_timestamp mintimeuuid maxtimeuuid min_timeuuid max_timeuuid tojson fromjson to_json from_json"
  ).split(" "),
);

/** Whether a bare function name, in any case, is a function of the server whose result depends on its arguments alone. */
export function givesSameResult(name: string): boolean {
  const lower = name.toLowerCase();
  return SAME_RESULT.has(lower) || isBlobConversion(lower);
}

/** `intAsBlob`, `blobAsInt`, and since Cassandra 5.0 `int_as_blob`, `blob_as_int`. */
function isBlobConversion(lower: string): boolean {
  const match = /^(?:blob_as_|blobas)([a-z]+)$|^([a-z]+?)(?:_as_blob|asblob)$/.exec(lower);
  return isSimpleType(match?.[1] ?? match?.[2] ?? "");
}
