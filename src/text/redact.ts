/** Removes user name and password from a URL: they are never shown or stored. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
}

/** Removes credentials inside URLs, and every known secret, from a text that will be shown. */
export function redact(text: string, secrets: readonly (string | null)[] = []): string {
  let result = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]+@/gi, "$1");
  for (const secret of secrets) {
    if (secret !== null && secret !== "") result = result.replaceAll(secret, "***");
  }
  return result;
}
