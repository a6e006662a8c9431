import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Terminal } from "@xterm/headless";
import { faultsOf, ghostsIn } from "../../scripts/record/faults.ts";
import { frameOf, textOf } from "../../scripts/record/frame.ts";
import { linesOf, missingIn, pictureOf } from "../../scripts/record/picture.ts";
import { playScene } from "../../scripts/record/scene.ts";
import { scenes } from "../../scripts/record/scenes.ts";
import { renderSvg } from "../../scripts/record/svg.ts";

const root = join(import.meta.dir, "..", "..");
const folder = join(root, "docs", "pictures");

test.concurrent.each(scenes.map((scene) => [scene.name, scene] as const))(
  "the picture %s shows what the binary shows now (else: bun scripts/record.ts)",
  async (_, scene) => {
    const frames = await playScene(scene, scene);
    expect(missingIn(scene, frames)).toEqual([]);
    expect(pictureOf(scene, frames).length).toBeGreaterThan(1000);
  },
);

test("every picture is a scene's, stands in the README or below docs with words for who can't see it, and holds no script", () => {
  expect(readdirSync(folder).sort()).toEqual(scenes.map(({ name }) => `${name}.svg`).sort());
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const { name, says } of scenes) {
    const svg = readFileSync(join(folder, `${name}.svg`), "utf8");
    expect(svg.length).toBeLessThan(60_000);
    expect(svg).not.toMatch(/<script|<foreignObject|\son\w+=|https?:\/\/(?!www\.w3\.org)/i);
    expect(svg).toContain(`<title>${says}</title>`);
    expect(readme).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\(docs/pictures/${name}\\.svg\\)`));
  }
});

async function shown(text: string, columns = 20, rows = 6): Promise<Terminal> {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  return terminal;
}

test("a frame keeps text, colours and places, and its picture escapes what XML would read", async () => {
  const terminal = await shown("\u001b[32mgreen & <b>\u001b[0m  \u001b[1m日本\u001b[0m x\r\n\u001b[2mdim\u001b[0m");
  const frame = frameOf(terminal, 100);
  expect(textOf(frame).slice(0, 2)).toEqual(["green & <b>  日本 x", "dim"]);
  expect(frame.lines[0]?.map(({ at, cells, look }) => [at, cells, look])).toEqual([
    [0, 11, "c2"],
    [13, 4, "b"],
    [18, 1, ""],
  ]);
  const svg = renderSvg([frame], { columns: 20, title: 'a "title"', says: "says" });
  expect(svg).toContain('class="c2">green &amp; &lt;b&gt;</tspan>');
  expect(linesOf(svg)).toEqual(['a "title"', "green & <b> 日本 x", "dim"]);
});

test("what moves is hidden by style alone, and the last frame is what stays without motion", async () => {
  const [first, last] = [frameOf(await shown("one\r\nsame"), 100), frameOf(await shown("two\r\nsame"), 300)];
  const svg = renderSvg([first, last], { columns: 20, title: "t", says: "says" });
  expect(svg.match(/>same</g)).toHaveLength(1);
  expect(svg).toContain(".f0-0{visibility:hidden}@keyframes k0-0{0%{visibility:visible}25%{visibility:hidden}}");
  expect(svg).not.toContain(".f1-1{visibility:hidden}");
});

test.each([
  ["a line that runs over its end", "this is much too long for it", "a line is wider than the screen"],
  ["two questions", "◆  One?\r\n◆  One?", "a question stands there twice"],
  ["two frames of the live view", "⠋ parallel: 1 working\r\n⠙ parallel: 1 working", "the live view stands there twice"],
  ["broken characters", "a \ufffd b", "a character could not be read"],
])("%s is a fault", async (_, text, fault) => {
  expect((await shown(text)).rows).toBe(6);
  expect(faultsOf(await shown(text)).join()).toContain(fault);
});

test("a sound screen has none, nor has an address that stands alone", async () => {
  expect(faultsOf(await shown("◆  One?\r\n│  yes\r\n⠋ parallel: 1 w"))).toEqual([]);
  expect(faultsOf(await shown("https://example.com/a/long/one"))).toEqual([]);
  expect(ghostsIn(["fine", "⠋ S1", "◆  One?", "? help  ^C stop"])).toHaveLength(3);
});
