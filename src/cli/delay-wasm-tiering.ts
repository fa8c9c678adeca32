// Sets how soon V8 compiles hot functions of WebAssembly a second time, for speed.
import { setFlagsFromString } from "node:v8";

/**
 * Twenty times V8's own. A whole PostgreSQL runs many functions often while it starts: compiling those again takes as much of a
 * processor as all the rest of a short command. What is still hot after that is compiled as before.
 */
const TIERING_BUDGET = 36_000_000;

/** For the whole process, so only where the process is ours; before an embedded database is opened. */
export function delayWasmTiering(): void {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
}
