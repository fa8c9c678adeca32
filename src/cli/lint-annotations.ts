// Turns a finding into a line that GitHub Actions shows at its place in a pull request. Pure.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
import type { Finding } from "../lint/finding.ts";
import { placeOfFinding } from "./lint-place.ts";
import { titleOfServer } from "./render-finding.ts";

/** @param root the directory that the repository was checked out to */
export function annotationOf(finding: Finding, root: string): string {
  const { rule, severity, message, hint, servers } = finding;
  const { path, region } = placeOfFinding(finding, root);
  // Columns count only where the place is on one line.
  const columns = region !== undefined && region.startLine === region.endLine;
  const properties: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ["file", path],
    ["line", region?.startLine],
    ["endLine", region?.endLine],
    ["col", columns ? region.startColumn : undefined],
    ["endColumn", columns ? Math.max(region.startColumn, region.endColumn - 1) : undefined],
    ["title", `tidemark: ${rule}`],
  ];
  const written = properties.flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${escapeProperty(`${value}`)}`,
  );
  const where = servers === undefined ? "" : ` [${servers.map(titleOfServer).join(", ")}]`;
  const text = hint === undefined ? `${message}${where}` : `${message}${where}\nhint: ${hint}`;
  return `::${severity === "error" ? "error" : "warning"} ${written.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
