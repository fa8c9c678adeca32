// What the CLI touches of the process, so that a test can run it in process.

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The result. */
  readonly stdout: Output;
  /** Progress, warnings, questions, errors. */
  readonly stderr: Output;
  /**
   * Asks a question on stderr and returns the line that was typed, or undefined after Ctrl-C, SIGTERM or at the end of the
   * input; undefined when nobody can be asked.
   */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** For what draws on a terminal; undefined where the text goes elsewhere. */
  readonly stream: NodeJS.WriteStream | undefined;
}
