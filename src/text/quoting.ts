/** A text as one word of a POSIX shell's command line: as it is where that is safe, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command line of a program and its arguments, to be pasted or given to a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** A command line for a shell, run in a folder below the one that the shell starts in; empty: there. Said once. */
export function commandIn(folder: string, command: string): string {
  const place = `cd ${shellWord(folder)}`;
  const isThere = command.startsWith(place) && /^(?:$|[ ;&])/.test(command.slice(place.length));
  return folder === "" || isThere ? command : `${place} && ${command}`;
}

/** A person's words as one word of a command line to be pasted, in quotes whatever they are. */
export function quotedWords(text: string): string {
  return /^[\w .,:/@%+=-]*$/.test(text) ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as one word of fish, which knows two escapes in single quotes where POSIX shells know none. */
export function fishWord(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** A value of a git configuration file, in quotes: nothing in it begins a comment or another setting. */
export function gitConfigValue(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** A path as a pattern of git (an ignore rule, a pathspec) that means this path alone. */
export function gitLiteral(path: string): string {
  return path.replace(/[\\*?[\]]/g, "\\$&");
}
