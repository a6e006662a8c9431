/** What a name is found by, however it is spelled: `providerGoogle`, `provider-google` and `provider_google` are one. */
export function nameKey(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
