/*
 * How a line holds a name. A name of several words is the same thing wherever it stands; a word like any other names
 * something only where a mark beside it says so.
 */

/** Whether a name is a word like any other: `error`, `build`. */
export function isPlainWord(name: string): boolean {
  return /^(?:[a-z]+|[A-Z][a-z]+)$/.test(name);
}

/** Whether a name has marks within, as keys, flags and tags do: it is looked for as it is. */
export function hasMarks(name: string): boolean {
  return !/^[A-Za-z_$][\w$]*$/.test(name);
}

/** The name with no letter before or after it. */
export function wholeName(name: string): RegExp {
  // A folder's name ends with a slash, and a file's name follows.
  const end = name.endsWith("/") ? "" : "(?![\\w$])";
  return new RegExp(`(?<![\\w$])${RegExp.escape(name)}${end}`);
}

const runners = "make|run|just|npm|yarn|pnpm|bun|rake|composer|task|invoke|tox -e|nox -s";

/** Where a template puts a value in, or asks for one: `{{ name }}`, `{% if name %}`, `<%= name %>`, `{{#name}}`. */
const inserts = "(?:\\{\\{|\\{%|<%)[^}>\\n]*?(?<![\\w-])";

/**
 * A word where it names something: a member, a key, a quoted string, a call, an import, what a template puts in, or what a
 * script is run by (`make build`, `npm run check`).
 */
export function namedAs(name: string): RegExp {
  const word = RegExp.escape(name);
  return new RegExp(
    [
      `(?:[\\w)\\]]\\.|->|::|[@$"'\`#]|(?<![\\w:]):|--)${word}(?![\\w-])`,
      `(?<![\\w-])${word}(?:["'\`(]|/\\d|\\s?:(?![:\\w])|\\s*[:?]?=)`,
      `\\b(?:import|require|include|use)\\b.*\\b${word}\\b`,
      `${inserts}${word}(?![\\w-])`,
      `\\b(?:${runners})\\s+(?:-\\S+\\s+)*${word}(?![\\w-])`,
    ].join("|"),
  );
}

/** A line that makes a name in data or as a member: a key, a field, a quoted string; a call makes none. */
export function keyedAs(name: string): RegExp {
  const word = RegExp.escape(name);
  return new RegExp(
    [
      `^[\\s\\-*+."'\`[{#@$]*(?:export\\s+|static\\s+|readonly\\s+|pub(?:\\([^)]*\\))?\\s+)*${word}["'\`\\]]?\\??\\s*(?::(?!:)|=(?!=))`,
      `["'\`]${word}["'\`]`,
      // A field with its type before it or behind it, as C and Go write it.
      `^\\s+(?:[\\w<>[\\]*&.,?]+\\s+){1,4}\\*?${word}\\s*(?:;|=(?!=)|$)`,
      `^\\s+${word}\\s+[\\w*[\\].]+(?:\\s*[\`/;,].*)?$`,
      `\\battr_\\w+\\s.*:${word}\\b|(?<!:):${word}\\b(?!:)`,
    ].join("|"),
  );
}
