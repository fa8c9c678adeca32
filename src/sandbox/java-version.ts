// What `java -version` prints → the version of the Java. Pure.

/** 17 for `openjdk version "17.0.15"`, 8 for `java version "1.8.0_392"`; undefined when the text names none. */
export function parseJavaVersion(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
