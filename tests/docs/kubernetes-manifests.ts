// Reads the manifests of examples/kubernetes, and says what is wrong with them: their fields and values by the API of
// Kubernetes, their command lines by the command table, their references by each other.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { findWrongWords } from "./command-line.ts";

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
    /** Of a Deployment; of a Service it is the labels alone. */
    readonly selector?: { readonly matchLabels?: Labels };
    readonly activeDeadlineSeconds?: number;
    readonly podFailurePolicy?: { readonly rules: readonly FailureRule[] };
  };
}

type Labels = Readonly<Record<string, string>>;

export interface FailureRule {
  readonly action: string;
  readonly onExitCodes?: { readonly containerName: string; readonly values: readonly number[] };
}

interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

export interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly name: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

/** Every document of every file. @throws for text that is no YAML */
export function readManifests(): readonly Manifest[] {
  const folder = "examples/kubernetes";
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), "utf8"), { strict: true }).map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return document.toJS() as Manifest;
    }),
  );
}

export function containersOf({ spec }: Manifest): readonly Container[] {
  const pod = spec?.template?.spec;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
}

interface Model {
  validate(): void;
}

/** Required fields, types and patterns. */
export async function findInvalidValues(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest;
    const models = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Readonly<
      Record<string, new (data: Manifest) => Model>
    >;
    const Kind = models[kind];
    try {
      if (Kind === undefined) throw new Error("no such kind");
      new Kind(manifest).validate();
    } catch (error) {
      problems.push(`${kind} ${metadata?.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return problems;
}

/** Fields that there are not: the compiler knows the API's types, and what a literal has beyond them. */
export async function findUnknownFields(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-manifests-"));
  try {
    await symlink(resolve("node_modules"), join(directory, "node_modules"));
    await writeFile(join(directory, "package.json"), '{ "type": "module" }');
    const lines = manifests.flatMap((manifest, index) => [
      `import type { I${manifest.kind} as Kind${index} } from "kubernetes-models/${manifest.apiVersion}/${manifest.kind}";`,
      `export const manifest${index}: Kind${index} = ${JSON.stringify(manifest, null, 1)};`,
    ]);
    await writeFile(join(directory, "manifests.ts"), lines.join("\n"));
    const compiler = resolve("node_modules/typescript/bin/tsc");
    const settings = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const args = [compiler, ...settings, "--types", "", "manifests.ts"];
    await promisify(execFile)(process.execPath, args, { cwd: directory });
    return [];
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    if (output === "") throw error;
    return output.trim().split("\n");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Commands and options that there are not, and values that an option does not take. */
export function findWrongCommandLine(command: readonly string[]): readonly string[] {
  const [program, ...words] = command;
  if (program === "node") {
    // In the image, /app is what examples/ is here.
    const file = words[0]?.replace(/^\/app\//, "examples/") ?? "";
    return existsSync(file) ? [] : [`${file} does not exist`];
  }
  if (program !== "tidemark") return [`${program} is no program that is known`];
  return findWrongWords(words);
}

/** Names that lead nowhere: Secrets, ConfigMaps, volumes, ports, containers, labels. */
export function findDanglingNames(manifests: readonly Manifest[]): readonly string[] {
  const shared = manifests.flatMap(({ kind, metadata: { name }, stringData = {} }) => [
    `${kind} ${name}`,
    ...Object.keys(stringData).map((key) => `${kind} ${name}/${key}`),
  ]);
  return manifests.flatMap((manifest) => {
    const known = new Set([...shared, ...namesWithin(manifest)]);
    return namesUsedBy(manifest).filter((name) => !known.has(name));
  });
}

function namesWithin(manifest: Manifest): readonly string[] {
  const { metadata, spec } = manifest.spec?.template ?? {};
  return [
    ...(spec?.volumes ?? []).map(({ name }) => `volume ${name}`),
    ...Object.entries(metadata?.labels ?? {}).map((label) => `label ${label.join("=")}`),
    ...containersOf(manifest).flatMap(({ name, ports = [] }) => [
      `container ${name}`,
      ...ports.map((port) => `port ${port.name} of ${name}`),
    ]),
  ];
}

function namesUsedBy(manifest: Manifest): readonly string[] {
  const { spec } = manifest;
  const rules = spec?.podFailurePolicy?.rules ?? [];
  return [
    ...(spec?.template?.spec.volumes ?? []).flatMap(({ configMap }) =>
      configMap ? [`ConfigMap ${configMap.name}`] : [],
    ),
    ...Object.entries(spec?.selector?.matchLabels ?? {}).map((label) => `label ${label.join("=")}`),
    ...rules.flatMap(({ onExitCodes }) => (onExitCodes ? [`container ${onExitCodes.containerName}`] : [])),
    ...containersOf(manifest).flatMap(namesUsedByContainer),
  ];
}

function namesUsedByContainer(container: Container): readonly string[] {
  const { name, env = [], volumeMounts = [], livenessProbe, readinessProbe } = container;
  const refs = env.flatMap(({ valueFrom }) => (valueFrom ? [valueFrom.secretKeyRef] : []));
  const probes = [livenessProbe, readinessProbe].flatMap((probe) => (probe ? [probe.httpGet] : []));
  return [
    ...refs.map((ref) => `Secret ${ref.name}/${ref.key}`),
    ...volumeMounts.map((mount) => `volume ${mount.name}`),
    ...probes.map(({ port }) => `port ${port} of ${name}`),
  ];
}
