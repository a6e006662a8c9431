/** The code that files are named by for a language that is called in English: `de` for "German"; `null` for other words. */
export function languageCode(word: string): string | null {
  if (!/^[A-Z][a-z]{3,}$/.test(word)) return null;
  codes ??= readCodes();
  return codes.get(word) ?? null;
}

let codes: ReadonlyMap<string, string> | undefined;

function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const pairs = letters.flatMap((one) => letters.map((other) => `${one}${other}`));
  return new Map(
    pairs.flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [[name, code] as const];
    }),
  );
}
