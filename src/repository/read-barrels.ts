/** A barrel names another one, which names another one. */
const maxRounds = 4;
/** More barrels than this around the surfaces of one plan are not read. */
const maxBarrels = 300;
/** A barrel that passes on more files than this is a whole library. */
const maxPassedOn = 1000;

/**
 * What the barrels that files import pass on, however many of them lie between: whoever imports a barrel imports what it
 * names. By the barrel's path.
 */
export async function readBarrels(
  facts: ReadonlyMap<string, { readonly imports: readonly string[] }>,
  isBarrel: (path: string) => boolean,
  read: (paths: ReadonlySet<string>) => Promise<ReadonlyMap<string, readonly string[]>>,
): Promise<Map<string, readonly string[]>> {
  const named = new Map<string, readonly string[]>();
  let open = [...facts.values()].flatMap(({ imports }) => imports);
  for (let round = 0; round < maxRounds; round++) {
    const barrels = new Set(open.filter((path) => !named.has(path) && isBarrel(path)));
    const wanted = new Set([...barrels].slice(0, maxBarrels - named.size));
    if (wanted.size === 0) break;
    // What is among the facts was read before.
    const known = [...wanted].flatMap((path) => {
      const imports = facts.get(path)?.imports;
      return imports === undefined ? [] : [[path, imports] as const];
    });
    const fresh = await read(wanted.difference(new Map(known)));
    for (const [path, imports] of [...known, ...fresh]) named.set(path, imports);
    open = [...wanted].flatMap((path) => named.get(path) ?? []);
  }
  return new Map([...named.keys()].map((path) => [path, passedOn(path, named)]));
}

function passedOn(barrel: string, named: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const open = [barrel];
  for (let path = open.pop(); path !== undefined && seen.size < maxPassedOn; path = open.pop()) {
    for (const next of named.get(path) ?? []) {
      if (next === barrel || seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return [...seen];
}
