/** More names in one line nobody reads. */
const mostShown = 20;

/** `a, b and 7 more`: an agent may leave a hundred thousand names. */
export function someOf(names: readonly string[], most: number = mostShown): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
