import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Frame, textOf } from "./frame.ts";
import type { Scene } from "./scene.ts";
import { renderSvg } from "./svg.ts";

/** Where the pictures are. */
export const pictures = join(import.meta.dirname, "..", "..", "docs", "pictures");

/** Pictures are read by everybody who opens the first page. */
const mostBytes = 60_000;

/** The picture of a scene that was played. */
export function pictureOf(scene: Scene, frames: readonly Frame[]): string {
  const typed = scene.args.map((word) => (/[\s"]/.test(word) ? `"${word}"` : word)).join(" ");
  const svg = renderSvg(frames, { columns: scene.columns, title: `$ baro ${typed}`, says: scene.says });
  if (svg.length > mostBytes)
    throw new Error(`${scene.name}: the picture has ${svg.length} bytes, at most ${mostBytes}`);
  return svg;
}

/**
 * The lines of frames that a scene's picture does not show. Figures and names of runs may differ, and which lines of the log
 * have not scrolled away yet.
 */
export function missingIn(scene: Scene, frames: readonly Frame[]): string[] {
  const shown = new Set(linesOf(readFileSync(join(pictures, `${scene.name}.svg`), "utf8")).map(steady));
  const wanted = frames.flatMap((frame) => textOf(frame).map(steady));
  return [...new Set(wanted)].filter((line) => line !== "" && !passing.test(line) && !shown.has(line));
}

/** Lines of the log and of questions that are answered, which scroll away. */
const passing =
  /^(?:note: |run |plan: |result: |intake: |S# (?:check|merged|started)|│ (?:focused|sequential|parallel) )/;

/** A line without what differs from run to run: figures, names of runs and commits, what turns. */
function steady(line: string): string {
  return squeezed(line)
    .replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/gu, "*")
    .replace(/\b(?=[a-z]*\d)[0-9a-f]{7,10}\b/g, "#")
    .replace(/(baro\/[\w-]+)-[a-z0-9]+/g, "$1")
    .replace(/\d+(?:[.,]\d+)? ?(?:ms|s|m|h|k|x|%)?(?![\w])/g, "#")
    .replace(/^saved .*$/, "saved");
}

/** What a picture says, line by line. */
export function linesOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, inner = ""]) => {
    const pieces = [...inner.matchAll(/<tspan x="(\d+)" textLength="(\d+)"[^>]*>(.*?)<\/tspan>/g)];
    if (pieces.length === 0) return squeezed(unescaped(inner));
    let end = 0;
    const text = pieces.map(([, x = "0", length = "0", words = ""]) => {
      const gap = Number(x) > end ? " " : "";
      end = Number(x) + Number(length);
      return gap + unescaped(words);
    });
    return squeezed(text.join(""));
  });
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity);
}
