/** What stands for a part of a name that is another one in each run. */
const other = "…";

/** Dates, times, addresses, identifiers and places for temporary files: the parts of them that stay would differ tomorrow. */
const changing: readonly RegExp[] = [
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?/g,
  /(?<![\d.:])\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\b/g,
  /(?:\/[\w.-]+)*\/(?:tmp|var\/folders)\/[\w./-]+/g,
  /\b(?:0x)?[0-9a-f]{8,}\b|\d{5,}/gi,
];

/**
 * The names of what fails the second time, as they are to be compared: where the first time has none of that name, and has one
 * in its place that differs in a number or two, that part is left out. Both times it was the same work.
 */
export function steadyNames(first: readonly string[], again: readonly string[]): string[] {
  const known = new Set(again);
  const gone = first.filter((name) => !known.has(name)).map(partsOf);
  if (gone.length === 0) return [...again];
  const before = new Set(first);
  const shapes = new Set<string>();
  const steady = again.map((name) => {
    if (before.has(name)) return name;
    const at = gone.findIndex((one) => likeness(one, partsOf(name)) !== null);
    const [like] = at < 0 ? [] : gone.splice(at, 1);
    const shape = like === undefined ? null : likeness(like, partsOf(name));
    if (shape !== null) shapes.add(shape);
    return shape ?? name;
  });
  // One that stops at its first failure tells of the others the second time alone.
  return steady.map((name) => (before.has(name) || shapes.has(name) ? name : (shapeOf(name, shapes) ?? name)));
}

function shapeOf(name: string, shapes: ReadonlySet<string>): string | null {
  for (const shape of shapes) if (likeness(partsOf(shape), partsOf(name)) === shape) return shape;
  return null;
}

/** Words and numbers, and what stands between them. */
function partsOf(name: string): string[] {
  return (
    changing.reduce((text, pattern) => text.replace(pattern, other), name).match(/…|[\p{L}\d_]+|[^\p{L}\d_…]+/gu) ?? []
  );
}

/** What two names have in common; `null`: they differ in more than two numbers, or in something else. */
function likeness(one: readonly string[], two: readonly string[]): string | null {
  if (one.length !== two.length) return null;
  const differing = one.flatMap((part, at) => (part === two[at] ? [] : [part, two[at] ?? ""]));
  if (differing.length > 4 || !differing.every((part) => part === other || /^\w*\d\w*$/.test(part))) return null;
  return one.map((part, at) => (part === two[at] ? part : other)).join("");
}
