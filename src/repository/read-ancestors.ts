/** A type derives from one, which derives from one. */
const maxRounds = 4;
/** More files than this around the surfaces of one plan are not read. */
const maxFiles = 200;

interface Derives {
  readonly imports: readonly string[];
  readonly types: readonly string[];
  readonly bases: readonly string[];
}

/**
 * The files that define what the types of a file derive from, however many lie between: who changes the first of a line
 * changes all of them. By path; a file that derives from nothing that it imports has none.
 */
export async function readAncestors(
  facts: ReadonlyMap<string, Derives>,
  read: (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, Derives>>,
): Promise<Map<string, readonly string[]>> {
  const known = new Map<string, Derives>(facts);
  let open = [...facts].filter(([, { bases }]) => bases.length > 0).map(([path]) => path);
  const parents = new Map<string, readonly string[]>();
  let left = maxFiles;
  for (let round = 0; round < maxRounds && open.length > 0; round++) {
    const unknown = new Set(open.flatMap((path) => known.get(path)?.imports ?? []).filter((path) => !known.has(path)));
    const wanted = new Set([...unknown].slice(0, left));
    left -= wanted.size;
    for (const [path, more] of wanted.size === 0 ? [] : await read(wanted)) known.set(path, more);
    const found = open.map((path) => [path, parentsOf(path, known)] as const);
    for (const [path, above] of found) parents.set(path, above);
    open = [...new Set(found.flatMap(([, above]) => above))].filter((path) => !parents.has(path));
  }
  const all = [...facts.keys()].map((path) => [path, above(path, parents)] as const);
  return new Map(all.filter(([, paths]) => paths.length > 0));
}

function parentsOf(path: string, known: ReadonlyMap<string, Derives>): string[] {
  const { imports = [], bases = [] } = known.get(path) ?? {};
  return imports.filter((one) => known.get(one)?.types.some((type) => bases.includes(type)) === true);
}

function above(path: string, parents: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const open = [path];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const next of parents.get(one) ?? []) {
      if (next === path || seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return [...seen];
}
