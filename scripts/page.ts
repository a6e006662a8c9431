// Bundles the page that `baro serve` serves into dist/page: `bun scripts/page.ts`, and before every build.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const page = join(root, "src", "serve", "page");

/** Writes the page's script, as the text that the server imports. Gives its size in bytes. */
export async function bundlePage(): Promise<number> {
  const built = await Bun.build({
    entrypoints: [join(page, "main.tsx")],
    target: "browser",
    format: "esm",
    minify: true,
    plugins: [
      {
        name: "node:util",
        setup: (build) => {
          build.onResolve({ filter: /^node:util$/ }, () => ({ path: join(page, "node-util.ts") }));
        },
      },
    ],
    tsconfig: join(page, "tsconfig.json"),
  });
  const [script] = built.outputs;
  if (script === undefined || built.outputs.length !== 1) throw new Error("The page is not one script");
  const text = await script.text();
  mkdirSync(join(root, "dist", "page"), { recursive: true });
  writeFileSync(join(root, "dist", "page", "page.js.txt"), text);
  return text.length;
}

if (import.meta.main) process.stdout.write(`${await bundlePage()} bytes\n`);
