// Short and full names of the classes that options name. Pure.
import type { Capabilities } from "../../capabilities.ts";

/** A class without the package that the server looks in: `SimpleStrategy`; one of another package stays whole. */
export function shortClassName(name: string, serverPackage: string): string {
  const prefix = `${serverPackage}.`;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return rest === "" || rest.includes(".") ? name : rest;
}

/**
 * Whether a class that is not known here may still be there: someone else's, installed on the servers, or a class that
 * comes with a product other than Cassandra.
 */
export function mayExist(name: string, capabilities: Capabilities): boolean {
  if (capabilities.product !== "cassandra") return true;
  return name.includes(".") && !name.startsWith("org.apache.cassandra.");
}
