// The names that a module of models imports from the package, of which none can name a constant of it. Data.

export const MAKERS: readonly string[] = (
  "ascii bigint blob boolean counter custom date decimal double duration float frozen inet int isModel list map set " +
  "smallint table text time timestamp timeuuid tinyint tuple udt userType uuid varchar varint vector view"
).split(" ");
