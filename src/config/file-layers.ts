// Turns the configuration file (or values given in code) and the chosen profile into layers. Reads files.
import { dirname } from "node:path";
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ConfigOrigin } from "./config.ts";
import type { ConfigInputs } from "./config-inputs.ts";
import { type ConfigSchema, cqlTrackFileSchema, fileSchema } from "./config-schema.ts";
import type { ConfigTree, FileTree } from "./config-tree.ts";
import { dropEmpty } from "./drop-empty.ts";
import { variableOf } from "./environment.ts";
import { type FoundFile, findConfigFile } from "./find-config-file.ts";
import type { Layer } from "./layer.ts";
import { maskSpans } from "./mask-secrets.ts";
import { isRecord, knownPath, type Place, valueAt } from "./place.ts";
import { readConfigFile } from "./read-config-file.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { substituteVariables } from "./substitute-variables.ts";
import { validateTree } from "./validate-tree.ts";
import type { RawFile } from "./yaml-text.ts";

export interface FileLayers {
  readonly origin: ConfigOrigin;
  /** The directory that defaults of paths are relative to. */
  readonly base: string;
  readonly profile: string | undefined;
  readonly profiles: readonly string[];
  readonly layers: readonly Layer[];
  readonly mistakes: readonly Diagnostic[];
}

/** A name that was chosen, and the flag or variable that chose it, in backticks. */
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What cql-track 1.1 assumes; its LOCAL_ONE and its lock's 600 s are left out: tidemark's own are safer, and its lease is renewed. */
const CQL_TRACK_DEFAULTS: ConfigTree = {
  cassandra: { contact_points: [{ host: "127.0.0.1" }] },
  keyspace: { name: "my_app", replication: { class: "SimpleStrategy", replication_factor: "1" } },
};

export async function readFileLayers(inputs: ConfigInputs): Promise<FileLayers> {
  const { cwd, env, flags, values } = inputs;
  const profile = chooseFrom(flags.profile, "--profile", variableOf(env, "TIDEMARK_PROFILE"), "TIDEMARK_PROFILE");
  if (values !== undefined) {
    const locate: RawFile["locate"] = (path) => ({ label: `\`${knownPath(values, path).join(".")}\`` });
    // In code a text is a text: `${NAME}` is not read from the environment.
    return splitFile(undefined, { tree: values, locate, mistakes: [] }, { ...inputs, env: undefined }, profile);
  }
  const named = chooseFrom(flags.config, "--config", variableOf(env, "TIDEMARK_CONFIG"), "TIDEMARK_CONFIG");
  const { file, mistakes } = findConfigFile(cwd, named && { path: named.value, label: named.label });
  if (file !== undefined) return splitFile(file, await readConfigFile(file), inputs, profile);
  const missing = profile === undefined || mistakes.length > 0 ? [] : [describeMissing(profile, undefined, [])];
  return {
    origin: { kind: "none", file: undefined },
    base: cwd,
    profile: profile?.value,
    profiles: [],
    layers: [],
    mistakes: [...mistakes, ...missing],
  };
}

interface SplitInputs {
  readonly cwd: string;
  readonly env: ConfigInputs["env"] | undefined;
}

/** Validates the whole file, the profiles that are not in use too; only the variables of those are left alone. */
async function splitFile(
  file: FoundFile | undefined,
  raw: RawFile,
  inputs: SplitInputs,
  profile: Choice | undefined,
): Promise<FileLayers> {
  const isCqlTrack = file?.kind === "cql-track";
  // cql-track takes every path from the working directory, wherever its file is.
  const base = file === undefined || isCqlTrack ? inputs.cwd : dirname(file.path);
  const filled =
    inputs.env === undefined
      ? { tree: raw.tree, unset: [], mistakes: [] }
      : substituteVariables(raw.tree, inputs.env, raw.locate);
  const tree = isCqlTrack ? dropEmpty(filled.tree) : filled.tree;
  const schema = isCqlTrack ? cqlTrackFileSchema : await chooseSchema(tree);
  const validated = validateTree<FileTree>(tree ?? {}, schema, raw.locate);
  const conceal = concealer(validated.misplaced);
  const unset = filled.unset.map(({ path, diagnostic }) => ({ path, diagnostic: conceal(diagnostic) }));
  const rawProfiles = valueAt(raw.tree, ["profiles"]);
  const profiles = isRecord(rawProfiles) ? Object.keys(rawProfiles) : [];
  const isMissing = profile !== undefined && raw.mistakes.length === 0 && !profiles.includes(profile.value);
  const { profiles: trees, ...top } = validated.tree ?? {};
  const topLayer: Layer = {
    group: "file",
    tree: resolvePaths(isCqlTrack ? preferBundle(top) : top, base),
    raw: validated.raw,
    locate: raw.locate,
    unset: unset.filter(({ path }) => path[0] !== "profiles"),
  };
  const prefix = ["profiles", profile?.value ?? ""];
  const chosen = profile === undefined ? undefined : trees?.[profile.value];
  const profileLayer: Layer = {
    group: "profile",
    tree: resolvePaths(isCqlTrack ? preferBundle(chosen ?? {}) : (chosen ?? {}), base),
    raw: valueAt(validated.raw, prefix),
    locate: (path, part) => raw.locate([...prefix, ...path], part),
    unset: unset
      .filter(({ path }) => path[0] === prefix[0] && path[1] === prefix[1])
      .map(({ path, diagnostic }) => ({ path: path.slice(2), diagnostic })),
  };
  const defaults: Layer = { group: "defaults", tree: CQL_TRACK_DEFAULTS, raw: {}, locate: raw.locate, unset: [] };
  return {
    origin: { kind: file?.kind ?? "values", file: file?.path },
    base,
    profile: profile?.value,
    profiles,
    layers: [...(isCqlTrack ? [defaults] : []), topLayer, ...(profile === undefined ? [] : [profileLayer])],
    mistakes: [
      ...raw.mistakes,
      ...filled.mistakes.map(conceal),
      ...validated.mistakes.map(conceal),
      ...(isMissing ? [describeMissing(profile, file?.name ?? "the given values", profiles)] : []),
    ],
  };
}

/** The rules of lint are loaded for a file that speaks of them. */
async function chooseSchema(tree: unknown): Promise<ConfigSchema<FileTree>> {
  const profiles = valueAt(tree, ["profiles"]);
  const sections = [tree, ...(isRecord(profiles) ? Object.values(profiles) : [])];
  const speaks = sections.some((section) => isRecord(section) && section.lint !== undefined && section.lint !== null);
  return speaks ? (await import("./lint-section.ts")).lintFileSchema : fileSchema;
}

/** Masks misplaced values in the frames of all diagnostics of their file: a line may hold several keys. */
function concealer(misplaced: readonly Place[]): (diagnostic: Diagnostic) => Diagnostic {
  const source = misplaced.find((place) => place.span !== undefined)?.source;
  if (source === undefined) return (diagnostic) => diagnostic;
  const spans = misplaced.flatMap(({ span }) => (span === undefined ? [] : [span]));
  const masked = { ...source, text: maskSpans(source.text, spans) };
  return (diagnostic) => (diagnostic.source === undefined ? diagnostic : { ...diagnostic, source: masked });
}

/** cql-track does not look at contact points when there is a bundle. */
function preferBundle(tree: ConfigTree): ConfigTree {
  if (!tree.cassandra?.secure_connect_bundle) return tree;
  return { ...tree, cassandra: { ...tree.cassandra, contact_points: undefined } };
}

function chooseFrom(
  flag: string | undefined,
  flagName: string,
  variable: string | undefined,
  variableName: string,
): Choice | undefined {
  if (flag !== undefined) return { value: flag, label: `\`${flagName}\`` };
  return variable === undefined ? undefined : { value: variable, label: `\`${variableName}\`` };
}

function describeMissing(profile: Choice, fileName: string | undefined, profiles: readonly string[]): Diagnostic {
  const claim = `${profile.label} names the profile \`${profile.value}\``;
  if (fileName === undefined) {
    return {
      message: `${claim}, but there is no configuration file`,
      hint: "name one with --config, or run `tidemark init`",
    };
  }
  const nearest = suggest(profile.value, profiles);
  const question = nearest === undefined ? "" : `did you mean \`${nearest}\`? `;
  const list = profiles.length === 0 ? "it has no profiles" : `its profiles: ${profiles.join(", ")}`;
  return { message: `${claim}, which ${fileName} does not have`, hint: question + list };
}
