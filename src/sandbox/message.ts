// What a parent and the supervisor of its sandbox say to each other, as JSON.
import type { ErrorCode } from "../base/errors.ts";
import type { SandboxPlace } from "./sandbox.ts";
import type { SandboxSpec } from "./sandbox-spec.ts";

/** "release": the sandbox is ready and has a name, so the parent may go. A parent that goes without a word ends it. */
export type ToSupervisor = { readonly kind: "start"; readonly spec: SandboxSpec } | { readonly kind: "release" };

export type FromSupervisor =
  | { readonly kind: "made"; readonly directory: string }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "ready"; readonly place: SandboxPlace }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | null;
      readonly details: Readonly<Record<string, unknown>>;
    };
