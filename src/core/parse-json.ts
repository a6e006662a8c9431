/** Nobody nests data this deep. */
const mostDepth = 512;

/** What is shorter takes a few megabytes at most, whatever is in it. */
const leastLooked = 64 * 1024;

/**
 * As `JSON.parse`, for what strangers give: a text of nothing but opening brackets would take a hundred times its length
 * of memory before it is seen to be no document. Throws a `SyntaxError` for it.
 */
export function parseJson(text: string): unknown {
  if (text.length >= leastLooked && nestsDeeper(text, mostDepth)) {
    throw new SyntaxError(`it is nested more than ${mostDepth} levels deep`);
  }
  return JSON.parse(text);
}

function nestsDeeper(text: string, most: number): boolean {
  const bracket = /[[{\]}"]/g;
  let depth = 0;
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    if (found[0] === '"') bracket.lastIndex = endOfString(text, bracket.lastIndex);
    else if (found[0] === "[" || found[0] === "{") depth++;
    else depth--;
    if (depth > most) return true;
  }
  return false;
}

/** The place behind the quote that ends a string; the text's end where none does. */
function endOfString(text: string, begin: number): number {
  for (let quote = text.indexOf('"', begin); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
