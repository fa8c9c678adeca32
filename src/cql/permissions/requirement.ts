// What a statement asks of the role that runs it, in words and as the GRANT that gives it. Pure.
import { describeResource, type HeldResource, printResource, printRole } from "./resource.ts";

export type Permission =
  | "CREATE"
  | "ALTER"
  | "DROP"
  | "SELECT"
  | "MODIFY"
  | "AUTHORIZE"
  | "DESCRIBE"
  | "EXECUTE"
  | "UNMASK"
  /** UNMASK does as well. */
  | "SELECT_MASKED";

export type Requirement =
  | { readonly kind: "permission"; readonly permission: Permission; readonly resource: HeldResource }
  /** No permission stands in for it. `purpose` ends the sentence "only a superuser may". */
  | { readonly kind: "superuser"; readonly purpose: string };

export function need(permission: Permission, resource: HeldResource): Requirement {
  return { kind: "permission", permission, resource };
}

export function needSuperuser(purpose: string): Requirement {
  return { kind: "superuser", purpose };
}

/** "ALTER on <table shop.users>": the permission and the resource as the server's own message names them. */
export function describeRequirement(requirement: Requirement): string {
  if (requirement.kind === "superuser") return `a superuser, who alone may ${requirement.purpose}`;
  return `${requirement.permission} on ${describeResource(requirement.resource)}`;
}

/** The statement that gives it to a role: `GRANT ALTER ON TABLE shop.users TO migrator`; undefined when none does. */
export function grantStatement(requirement: Requirement, role: string): string | undefined {
  if (requirement.kind === "superuser") return undefined;
  return `GRANT ${requirement.permission} ON ${printResource(requirement.resource)} TO ${printRole(role)}`;
}

/** Each once, where it comes first. */
export function withoutRepeats<Each extends Requirement>(requirements: readonly Each[]): readonly Each[] {
  const byText = new Map<string, Each>();
  for (const each of requirements) {
    const text = describeRequirement(each);
    if (!byText.has(text)) byText.set(text, each);
  }
  return [...byText.values()];
}
