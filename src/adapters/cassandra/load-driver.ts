// The driver that sends the statements, for users' modules that make values of its classes.

/** @returns what a module in JavaScript gets that imports it */
export async function loadDriver(): Promise<object> {
  // In the bundle of the CLI its names stand in the default export alone.
  const { default: driver } = await import("cassandra-driver");
  return { ...driver, default: driver };
}
