import { cutText } from "../../src/text/cells.ts";
import type { Frame, Piece } from "./frame.ts";

/** Units of the picture that a cell takes. */
const cellWidth = 8;
const cellHeight = 17;
const margin = 14;
const barHeight = 30;

const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** Colours of the terminal, by its own number: on dark ground, and on light. */
const colors: readonly [number, dark: string, light: string][] = [
  [1, "#ff7b72", "#c4202b"],
  [2, "#56d364", "#116329"],
  [3, "#e3b341", "#7d4e00"],
  [4, "#79c0ff", "#0550ae"],
  [5, "#d2a8ff", "#7a3fc4"],
  [6, "#56d4dd", "#0b6a76"],
];

/** A stretch of frames, by index, in which a line stays the same. */
interface Stretch {
  from: number;
  to: number;
  row: number;
  pieces: Piece[];
}

/**
 * Draws frames of one screen as an SVG without script: its own ground, so that it reads on any page, dark or light as the
 * reader's system is. Frames follow each other by CSS alone; who asks for less motion sees the last one.
 */
export function renderSvg(
  frames: readonly Frame[],
  { columns, title, says }: { columns: number; title: string; says: string },
): string {
  const rows = Math.max(...frames.map(({ lines }) => lines.findLastIndex((pieces) => pieces.length > 0) + 1));
  const width = columns * cellWidth + 2 * margin;
  const height = rows * cellHeight + barHeight + 2 * margin;
  const stretches = stretchesOf(frames);
  const texts = stretches.map((stretch) => lineText(stretch, frames.length)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(says)}">
<title>${escaped(says)}</title>
<style>
${styles(frames, stretches)}
</style>
<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
<path class="edge" d="M0 ${barHeight}.5H${width}"/>
${[0, 1, 2].map((dot) => `<circle class="edge" cx="${18 + dot * 16}" cy="15.5" r="4.5"/>`).join("")}
<text class="d" x="${margin + 54}" y="20">${escaped(cutText(title, columns - 6))}</text>
${texts}
</svg>
`;
}

/** Each line once for as long as it stays: what does not change between frames is drawn once. */
function stretchesOf(frames: readonly Frame[]): Stretch[] {
  const stretches: (Stretch & { key: string })[] = [];
  const rows = Math.max(...frames.map(({ lines }) => lines.length));
  for (let row = 0; row < rows; row++) {
    let open: (Stretch & { key: string }) | null = null;
    for (const [index, { lines }] of frames.entries()) {
      const pieces = lines[row] ?? [];
      const key = JSON.stringify(pieces);
      if (open !== null && open.key === key) {
        open.to = index;
        continue;
      }
      open = { from: index, to: index, row, pieces, key };
      stretches.push(open);
    }
  }
  return stretches.filter(({ pieces }) => pieces.length > 0);
}

function lineText({ from, to, row, pieces }: Stretch, frames: number): string {
  const y = barHeight + margin + row * cellHeight + 12;
  const always = from === 0 && to === frames - 1;
  const spans = pieces.map(({ at, cells, text, look }) => {
    const style = look === "" ? "" : ` class="${look}"`;
    // The grid holds whatever font is found.
    return `<tspan x="${margin + at * cellWidth}" textLength="${cells * cellWidth}"${style}>${escaped(text)}</tspan>`;
  });
  return `<text${always ? "" : ` class="f${from}-${to}"`} y="${y}">${spans.join("")}</text>`;
}

function styles(frames: readonly Frame[], stretches: readonly Stretch[]): string {
  const palette = (at: 1 | 2) => colors.map((color) => `.c${color[0]}{fill:${color[at]}}`).join("");
  const dark = `text{fill:#e6edf3}${palette(1)}.ground{fill:#0d1117;stroke:#444c56}.edge{fill:none;stroke:#444c56}`;
  const light = `text{fill:#1f2328}${palette(2)}.ground{fill:#fff;stroke:#c4cad1}.edge{stroke:#c4cad1}`;
  return `text{font:13px ${fonts};white-space:pre}
.b{font-weight:bold}.d{opacity:.7}
${dark}
@media(prefers-color-scheme:light){${light}}
${motion(frames, stretches)}`.trim();
}

function motion(frames: readonly Frame[], stretches: readonly Stretch[]): string {
  const last = frames.length - 1;
  const whole = frames.reduce((sum, { holdMs }) => sum + holdMs, 0);
  const begins = frames.map((_, index) => frames.slice(0, index).reduce((sum, { holdMs }) => sum + holdMs, 0));
  const percent = (index: number) => ((100 * (begins[index] ?? whole)) / whole).toFixed(2).replace(/\.?0+$/, "");
  const moving = new Set(
    stretches.filter(({ from, to }) => from > 0 || to < last).map(({ from, to }) => `${from}-${to}`),
  );
  const rules = [...moving].map((name) => {
    const [from = 0, to = 0] = name.split("-").map(Number);
    const ends = to === last ? "" : `${percent(to + 1)}%{visibility:hidden}`;
    const before = from === 0 ? "" : "0%{visibility:hidden}";
    const still = to === last ? "" : `.f${name}{visibility:hidden}`;
    return `${still}@keyframes k${name}{${before}${percent(from)}%{visibility:visible}${ends}}`;
  });
  if (rules.length === 0) return "";
  const plays = [...moving].map((name) => `.f${name}{animation:k${name} ${whole}ms step-end infinite}`).join("");
  return `${rules.join("\n")}\n@media(prefers-reduced-motion:no-preference){${plays}}`;
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML can't hold them, not even escaped.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "");
  return clean.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
