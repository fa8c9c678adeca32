import type { CliCommand } from "../command.ts";

export const profilesCommand: CliCommand = {
  name: "profiles",
  summary: "list the profiles of the configuration file",
  description: "No database is asked.",
  examples: [
    ["tidemark profiles", "lists them"],
    ["tidemark status --profile staging", "uses one"],
  ],
  async run(run) {
    const { config } = await run.tidemark();
    const { profiles, profile, origin } = config;
    if (profiles.length === 0) run.print(`${origin.file ?? "the configuration"} has no profiles`);
    for (const name of profiles) run.print(`${name}${name === profile ? run.style.dim(" (in use)") : ""}`);
    run.printJson({ file: origin.file ?? null, profile: profile ?? null, profiles });
    return 0;
  },
};
