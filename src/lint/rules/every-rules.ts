// The rules of files, in whatever language.
import type { Rule } from "../rule.ts";
import { emptyRollback } from "./every/empty-rollback.ts";
import { noRollback } from "./every/no-rollback.ts";
import { secretInText } from "./every/secret-in-text.ts";

export const EVERY_RULES: readonly Rule[] = [noRollback, emptyRollback, secretInText];
