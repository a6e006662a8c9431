/**
 * A name as a file system sees it that takes letters of either case for the same. One character stays one, as such file
 * systems have it: `ß` is not `SS`, and `?` stands for either.
 */
export function inOneCase(name: string): string {
  return ascii.test(name) ? name.toLowerCase() : [...name].map(ignoreCaseOf).join("");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
const ascii = /^[\x00-\x7f]*$/;

/** By way of upper case, since two small letters may share a large one: the two sigmas. */
function ignoreCaseOf(character: string): string {
  const upper = character.toUpperCase();
  const large = isOne(upper) ? upper : character;
  const small = large.toLowerCase();
  return isOne(small) ? small : large;
}

function isOne(text: string): boolean {
  return text.length === 1 || [...text].length === 1;
}
