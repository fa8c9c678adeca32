// Why Astra's secure connect bundle could not be used → an error that says so. Pure. What the driver throws was read in
// cassandra-driver 4.10.0 (lib/datastax/cloud); it asks a metadata service, which the bundle names, for the nodes.
import { messageOf, ToolError } from "../../base/errors.ts";
import { type NetworkErrorKind, readNetworkError } from "./network-error.ts";
import type { CassandraOptions } from "./session-options.ts";

const DOWNLOAD = "download the bundle of this database and region again, from the Astra console";

/** @returns undefined for a failure that is not the bundle's: a login, a node */
export function explainBundle(error: unknown, { secureConnectBundle: path }: CassandraOptions): ToolError | undefined {
  if (path === undefined || !(error instanceof Error)) return undefined;
  const problem = describeFile(error);
  if (problem !== undefined) {
    const message = `cassandra.secure_connect_bundle: ${path} ${problem}`;
    const hint = `a path is relative to the configuration file; if it is right, ${DOWNLOAD}`;
    return new ToolError("config-invalid", message, { hint, cause: error });
  }
  const [service] = "innerErrors" in error ? Object.entries(error.innerErrors ?? {}) : [];
  if (service === undefined || !/metadata/.test(error.message)) return undefined;
  const [url, failure] = service;
  const host = url.replace(/\/metadata$/, "");
  const { message, hint } = explainService(failure);
  return new ToolError("connection-failed", `Astra's service at ${host}, named by ${path}, ${message}`, {
    hint,
    cause: error,
  });
}

/** What stands behind the file's name. */
function describeFile(error: Error): string | undefined {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "does not exist";
  if (code === "EACCES" || code === "EISDIR") return `cannot be read: ${messageOf(error)}`;
  if (/^ADM-ZIP/.test(error.message)) return "is not a zip file, or not a whole one";
  if (/Config file must be contained/.test(error.message))
    return "is no secure connect bundle: there is no config.json in it";
  if (error.name === "SyntaxError" || /Config file must include/.test(error.message)) {
    return "is no secure connect bundle: its config.json names no service";
  }
  return undefined;
}

function explainService(failure: unknown): { readonly message: string; readonly hint: string } {
  const status = /http status (\d+)/.exec(messageOf(failure))?.[1];
  if (status !== undefined) {
    const hint =
      "a hibernated or paused database has to be resumed in the Astra console first; for one that is active, download the bundle again";
    return { message: `does not give the nodes of the database: HTTP status ${status}`, hint };
  }
  const network = readNetworkError(failure);
  if (network === undefined) return { message: `answers something else: ${messageOf(failure)}`, hint: DOWNLOAD };
  return { message: `cannot be asked: ${network.message}`, hint: adviseBundle(network.kind) };
}

/** About a service or a proxy of Astra that is not reached. */
export function adviseBundle(kind: NetworkErrorKind): string {
  switch (kind) {
    case "certificate-missing":
    case "certificate-refused":
    case "closed":
      return `the certificate in the bundle may have expired or been withdrawn: ${DOWNLOAD}`;
    case "unknown-authority":
    case "out-of-date":
    case "wrong-name":
      return `the bundle may be an old one: ${DOWNLOAD}`;
    default:
      return "check that this machine may open connections to it, and that the database has not been terminated";
  }
}
