// SQLSTATEs that something is made of, by name. Those of PostgreSQL 12 to 18 (its Appendix A); CockroachDB has the same, and more.

export const SQLSTATE = {
  divisionByZero: "22012",
  uniqueViolation: "23505",
  activeTransaction: "25001",
  readOnlyTransaction: "25006",
  invalidSchemaName: "3F000",
  serializationFailure: "40001",
  /** CockroachDB: "result is ambiguous", common errors, v25.4. */
  completionUnknown: "40003",
  deadlockDetected: "40P01",
  insufficientPrivilege: "42501",
  undefinedColumn: "42703",
  duplicateObject: "42710",
  undefinedTable: "42P01",
  duplicateSchema: "42P06",
  duplicateTable: "42P07",
  lockNotAvailable: "55P03",
  queryCanceled: "57014",
  /** CockroachDB: "transaction committed but schema change aborted", known limitations of online schema changes, v25.4. */
  schemaChangeAborted: "XXA00",
} as const;
