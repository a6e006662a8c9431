/** So many entries of a list are one text: a plan of 500 stories has 125,000 pairs, some 16 MB of JSON. */
export const listedAtOnce = 1000;

/**
 * A document's JSON in pieces that, put together, are what `JSON.stringify` gives in one go: a list that is long is cut
 * between its entries. One piece at a time is in memory. `end` comes after it, in the last one.
 */
export function* jsonPieces(document: object, end = ""): Generator<string> {
  let piece = "";
  for (const [name, value] of Object.entries(document)) {
    const json = isLong(value) ? "[" : JSON.stringify(value);
    // What JSON has no word for is left out.
    if (json === undefined) continue;
    piece += `${piece === "" ? "{" : ","}${JSON.stringify(name)}:${json}`;
    if (!isLong(value)) continue;
    for (let from = 0; from < value.length; from += listedAtOnce) {
      yield `${piece}${JSON.stringify(value.slice(from, from + listedAtOnce)).slice(1, -1)}`;
      piece = ",";
    }
    piece = "]";
  }
  yield `${piece === "" ? "{" : piece}}${end}`;
}

function isLong(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > listedAtOnce;
}
