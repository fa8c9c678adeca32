import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { SERVER_OPTION } from "../server-option.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const verifyCommand: CliCommand = {
  name: "verify",
  summary: "try every migration up, down and up again on a throw-away target",
  description:
    "After its down side the schema has to be what it was before, and after the second up side what it was after the first; exit " +
    "code 1 otherwise. CQL is carried out in memory, or with --sandbox on a real Cassandra; SQL on an embedded PostgreSQL, or " +
    "--shadow-url. The configured target is not asked. A migration without a down side is no failure. Rows are not compared.",
  options: [
    TARGET_OPTION,
    SERVER_OPTION,
    {
      flags: "--sandbox [where]",
      description:
        "a real Cassandra, started for the moment; or in a keyspace of its own on a sandbox that runs, by name, or on host:port",
    },
  ],
  examples: [
    ["tidemark verify", "before a commit, or in CI; no server is needed"],
    ["tidemark verify --server cassandra:4.1", "by the rules of an older server"],
    ["tidemark verify --sandbox", "on a real Cassandra that is gone afterwards"],
    ["tidemark verify --sandbox try", "on the one that `tidemark sandbox start --name try` has started"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
    const { showVerifyProgress } = await import("../verify-progress.ts");
    const progress = showVerifyProgress(run);
    const { sandbox } = options;
    const report = await tidemark
      .verify({
        target: textOf(options.target),
        server: textOf(options.server),
        sandbox: sandbox === true ? true : textOf(sandbox),
        onProgress: progress.onProgress,
        signal: run.io.signal,
      })
      .finally(progress.stop);
    const { encodeVerify, renderVerify } = await import("../render-verify.ts");
    run.print(renderVerify(report, run.style));
    run.printJson(encodeVerify(report));
    return report.holds ? EXIT.done : EXIT.failed;
  },
};
