// Masks passwords in texts that may be shown. Pure; lengths are kept, so that offsets into a file still hold.

/** The password of every `scheme://user:password@host` in a text becomes asterisks, and so do values of parameters that name a secret. */
export function maskUrls(text: string): string {
  return text
    .replace(/(:\/\/[^\s/:@]*:)(\S*)(?=@)/g, (_all, before: string, password: string) => before + stars(password))
    .replace(
      /([?&][\w-]*(?:password|secret|token|key)[\w-]*=)([^&#\s"']*)/gi,
      (_all, before: string, value: string) => before + stars(value),
    );
}

/** A configuration file's text for code frames: `${NAME}` stays readable, written-out secrets do not. */
export function maskFile(text: string): string {
  return maskUrls(text).replace(/(\bpassword["']?[ \t]*:)([^\r\n]+)/gi, (all, before: string, value: string) =>
    /^\s*["']?\$\{\w+\}["']?[\s,}]*$/.test(value) ? all : before + stars(value),
  );
}

function stars(text: string): string {
  return text.replace(/\S/g, "*");
}
