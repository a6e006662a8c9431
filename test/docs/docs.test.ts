import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stalePages } from "../../scripts/docs.ts";

const root = join(import.meta.dir, "..", "..");

test("the generated pages say what the code says", () => {
  expect(stalePages()).toEqual([]);
});

const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");

test.each(pages.filter((page) => existsSync(join(root, page))))("every file that %s names is there", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = ""]) =>
    join(dirname(page), target),
  );
  const paths = [...text.matchAll(/`((?:src|scripts|test|docs|examples)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
  const missing = [...links, ...paths].filter((path) => !path.includes("NAME") && !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

test("the architecture page names every room, and no other", () => {
  const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const text = readFileSync(join(root, "docs", "architecture.md"), "utf8");
  const named = [...text.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, name = ""]) => name);
  expect(named.sort()).toEqual(rooms.map(({ name }) => name).sort());
});
