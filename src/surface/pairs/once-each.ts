/**
 * What is read from one thing, read once. Every pair that a story is part of asks for the same of it again, and 200
 * stories make 20,000 pairs.
 */
export function onceEach<From extends object, Read extends object>(read: (from: From) => Read): (from: From) => Read {
  const known = new WeakMap<From, Read>();
  return (from) => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const found = read(from);
    known.set(from, found);
    return found;
  };
}
