// A signal that any number of calls may wait for: many statements of code may wait at once, each for the signal too.
import { setMaxListeners } from "node:events";

export function withoutListenerLimit(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
