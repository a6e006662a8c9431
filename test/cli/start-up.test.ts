import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const source = join(import.meta.dir, "..", "..", "src");

/** What a module loads as soon as it is loaded itself: types and dynamic imports load nothing. */
function staticImports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm)].map((match) => match[1] ?? "");
}

function reached(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const name of staticImports(file)) {
      if (name.endsWith(".ts")) visit(join(dirname(file), name));
      else if (!name.startsWith("node:") && !name.endsWith(".json")) packages.add(name);
    }
  };
  visit(entry);
  return { files, packages };
}

test("baro --version loads no package and no room: how it is asked for, the errors and how the engine is started", () => {
  const { files, packages } = reached(join(source, "main.ts"));
  expect([...packages]).toEqual([]);
  const own = [...files].map((file) => file.slice(source.length + 1)).toSorted();
  expect(own).toEqual(["cli/version.ts", "core/error.ts", "host/compiled.ts", "host/engine-options.ts", "main.ts"]);
});

test("the command line's entry loads no package, and nothing else of the command line", () => {
  const { files, packages } = reached(join(source, "cli/program.ts"));
  expect([...packages]).toEqual([]);
  const cli = [...files].filter((file) => file.includes("/cli/")).map((file) => file.slice(source.length + 1));
  expect(cli.toSorted()).toEqual(["cli/program.ts", "cli/version.ts"]);
});

test("looking for the command and showing help load no more than settings and how text is laid out", () => {
  for (const entry of ["cli/choose-command.ts", "cli/help.ts"]) {
    const { files, packages } = reached(join(source, entry));
    const rooms = new Set([...files].map((file) => file.slice(source.length + 1).split("/")[0]));
    rooms.delete("cli");
    for (const room of rooms) expect(["core", "report", "settings", "text"]).toContain(room as string);
    for (const name of packages) expect(["fast-string-width", "fast-wrap-ansi"]).toContain(name);
  }
});
