// Does something as a user with no rights, because root may read and write everything. Containers often run as root.

/** The user "nobody", on Linux and macOS. */
const NOBODY = 65_534;

export async function withoutRoot<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
