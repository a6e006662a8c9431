// Records the product as a person sees it: `bun scripts/record.ts [NAME...]` plays each scene with the built binary in a real
// pseudo-terminal, writes docs/pictures/NAME.svg, and plays it again on a small and a large screen. It fails when a screen
// breaks. `--check` writes nothing, and fails too when a picture does not show what the binary shows now.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { consola } from "consola";
import { missingIn, pictureOf, pictures } from "./record/picture.ts";
import { playScene, type Scene } from "./record/scene.ts";
import { scenes } from "./record/scenes.ts";

/** The other sizes that every scene is played in. */
const otherSizes = [
  { columns: 48, rows: 24 },
  { columns: 200, rows: 50 },
];

async function record(scene: Scene, check: boolean): Promise<void> {
  const frames = await playScene(scene, { ...scene, paceMs: 900 });
  const svg = pictureOf(scene, frames);
  if (check) {
    const missing = missingIn(scene, frames);
    if (missing.length > 0) throw new Error(`docs/pictures/${scene.name}.svg does not show:\n${missing.join("\n")}`);
  } else {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, `${scene.name}.svg`), svg);
  }
  for (const size of otherSizes) await playScene(scene, size);
  consola.success(
    `${scene.name}: ${frames.length} frames, ${(svg.length / 1000).toFixed(1)} kB, also on ${otherSizes.map(({ columns, rows }) => `${columns}x${rows}`).join(" and ")}`,
  );
}

if (import.meta.main) {
  const [check, names] = [
    process.argv.includes("--check"),
    process.argv.slice(2).filter((word) => !word.startsWith("-")),
  ];
  const chosen = scenes.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const scene of chosen) await record(scene, check);
}
