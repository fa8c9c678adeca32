// Whether what a server says is the last word of the session: what it had begun may or may not have come to its end. Pure.

/** ERROR in the languages of PostgreSQL 12 to 18 (src/backend/po). */
const ERROR_WORDS: ReadonlySet<string> = new Set(
  "ERROR FEHLER ERREUR ERRORE ERRO ОШИБКА ПОМИЛКА エラー 错误 錯誤 오류 BŁĄD CHYBA FEL HATA შეცდომა".split(" "),
);

/** admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped, idle_session_timeout; 25P03 and 25P04 end it too. */
const ENDING_CODES: ReadonlySet<string> = new Set(["57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04"]);

export function isEndOfSession(said: {
  readonly severity: string | undefined;
  readonly code: string | undefined;
}): boolean {
  const { severity, code = "" } = said;
  if (severity === "FATAL" || severity === "PANIC") return true;
  // What a statement says of another server (dblink, CREATE SUBSCRIPTION, RAISE), or of too few values, ends nothing.
  if (severity !== undefined && ERROR_WORDS.has(severity)) return false;
  return code.startsWith("08") || ENDING_CODES.has(code);
}
