// Bundles the page into dist/page: `bun scripts/page.ts`, and before every build. What `baro serve` serves is a text,
// what renders the same page for `baro report` a module.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const page = join(root, "src", "serve", "page");

/** A browser has no `node:util`; what the views use of it is in a file of the page's own. */
const withoutNode: Bun.BunPlugin = {
  name: "node:util",
  setup: (build) => {
    build.onResolve({ filter: /^node:util$/ }, () => ({ path: join(page, "node-util.ts") }));
  },
};

/** Writes both bundles. Gives the size of the page's script in bytes. */
export async function bundlePage(): Promise<number> {
  const script = await bundle("main.tsx", "page.js.txt", "browser");
  await bundle("report.tsx", "report.js", "node");
  return script;
}

async function bundle(entry: string, name: string, target: "browser" | "node"): Promise<number> {
  const built = await Bun.build({
    entrypoints: [join(page, entry)],
    target,
    format: "esm",
    minify: true,
    plugins: [withoutNode],
    tsconfig: join(page, "tsconfig.json"),
  });
  const [script] = built.outputs;
  if (script === undefined || built.outputs.length !== 1) throw new Error(`${entry} is not one script`);
  const text = await script.text();
  mkdirSync(join(root, "dist", "page"), { recursive: true });
  writeFileSync(join(root, "dist", "page", name), text);
  return text.length;
}

if (import.meta.main) process.stdout.write(`${await bundlePage()} bytes\n`);
