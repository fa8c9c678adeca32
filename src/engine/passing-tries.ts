// How often, and with which pauses, that is tried again which a database refused for a moment only. Data.
import type { PauseBounds } from "../base/backoff.ts";

export const PASSING_TRIES_MAX = 10;

export const PASSING_PAUSE: PauseBounds = { minMs: 100, maxMs: 10_000 };
