import { crashAt } from "../../test/artifact/crash-point.ts";
import { agentAttacks } from "./agents.ts";
import { configurationAttacks, faultAttacks, modelAttacks } from "./others.ts";
import { repositoryAttacks } from "./repository.ts";
import { type Attack, attack } from "./stage.ts";

/** Something that is tried; gives back what did not hold. */
export interface Try {
  group: string;
  name: string;
  run: () => Promise<string[]>;
}

const kills = 40;
const longestRunMs = 1500;

/** Everything that is tried. `short`: a part of each group, another one for each wire. */
export function tries(short: boolean): Try[] {
  const groups: [group: string, attacks: readonly Attack[], part: number][] = [
    ["hostile repository", repositoryAttacks, 3],
    ["hostile agent", agentAttacks, 14],
    ["hostile model", modelAttacks, 3],
    ["hostile configuration", configurationAttacks, 2],
    ["faults", faultAttacks, 3],
  ];
  const killed = Array.from({ length: short ? 2 : kills }, (_, at): Try => {
    const afterMs = Math.round(((at + 1) * longestRunMs) / ((short ? 2 : kills) + 1));
    return { group: "kills", name: `killed after ${afterMs} ms`, run: async () => (await crashAt({ afterMs })).wrong };
  });
  return [
    ...groups.flatMap(([group, attacks, every]) =>
      attacks
        .filter((_, at) => !short || at % every === 0)
        .map((row): Try => ({ group, name: row.name, run: () => attack(row) })),
    ),
    ...killed,
  ];
}

const atOnce = 2;

/** Tries them, two at once; tells of each as it ends. */
export async function tryAll(all: readonly Try[], tell: (one: Try, wrong: readonly string[]) => void): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      tell(one, await one.run().catch((error: unknown) => [`the attack itself failed: ${String(error)}`]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
