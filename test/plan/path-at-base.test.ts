import { expect, test } from "bun:test";
import { repairPath } from "../../src/plan/repair-path.ts";
import { repairReply } from "../../src/plan/repair-reply.ts";

const place = {
  root: "/home/ada/ledger",
  folder: "",
  files: [
    "README.md",
    "lib/c.js",
    "etc/hosts.sample",
    "src/ui/button.tsx",
    "src/core/money.ts",
    "packages/web/app/page.tsx",
    "packages/web/package.json",
    "packages/api/server.go",
    "app/[repo]/page.tsx",
  ],
};

test.each([
  ["/lib/c.js", "lib/c.js"],
  ["/lib/", "lib/"],
  ["/README.md", "README.md"],
  ["/src/**/*.ts", "src/**/*.ts"],
  ["/src/core/rates.ts", "src/core/rates.ts"],
  ["//lib/c.js", "lib/c.js"],
  ["/home/eve/checkouts/ledger/src/core/money.ts:4-9", "src/core/money.ts"],
  ["/home/eve/ledger/src/core/rates.ts", "src/core/rates.ts"],
  ["/ledger/lib/c.js", "lib/c.js"],
  ["/ledger/src/core/rates.ts", "src/core/rates.ts"],
  ["/ledger/old/ledger/lib/c.js", "lib/c.js"],
  ["/workspace/lib/c.js", "lib/c.js"],
  ["/workspaces/ledger/lib/c.js", "lib/c.js"],
  ["/repo/src/ui/", "src/ui/"],
  ["ledger/lib/c.js", "lib/c.js"],
  ["ledger/src/core/rates.ts", "src/core/rates.ts"],
  ["a/lib/c.js", "lib/c.js"],
  ["b/src/core/money.ts", "src/core/money.ts"],
  ["@/ui/button.tsx", "src/ui/button.tsx"],
  ["~/ui/button.tsx", "src/ui/button.tsx"],
  ["~/lib/c.js", "lib/c.js"],
  ["~/.config/x.toml", "~/.config/x.toml"],
  ["file://lib/c.js", "lib/c.js"],
  ["file:lib/c.js", "lib/c.js"],
  ["file: lib/c.js", "lib/c.js"],
  ["repo://src/core/money.ts#L3", "src/core/money.ts"],
  ["@lib/c.js", "lib/c.js"],
  ["lib/../src/core/money.ts", "src/core/money.ts"],
  ["./lib/./../lib/c.js", "lib/c.js"],
  ["file:///home/ada/ledger/lib/c.js", "lib/c.js"],
  ["$PWD/lib/c.js", "lib/c.js"],
  ["$" + "{workspaceFolder}/lib/c.js", "lib/c.js"],
  ["<repo root>/lib/c.js", "lib/c.js"],
  ["%CD%\\lib\\c.js", "lib/c.js"],
  ["HEAD:lib/c.js", "lib/c.js"],
  ["https://github.com/ada/ledger/blob/main/lib/c.js#L3-L9", "lib/c.js"],
  ["https://gitlab.com/a/b/-/blob/v1.2/src/core/money.ts", "src/core/money.ts"],
  ["packages/api/...", "packages/api/"],
  // Meant as it is, or by no means to be known.
  ["/etc/hosts", "/etc/hosts"],
  ["/usr/lib/c.js", "/usr/lib/c.js"],
  ["/passwd", "/passwd"],
  ["/lib/new.js", "/lib/new.js"],
  ["/nothing/here.ts", "/nothing/here.ts"],
  ["a/new/one.ts", "a/new/one.ts"],
  ["app/[repo]/page.tsx", "app/[repo]/page.tsx"],
  ["web/app/page.tsx", "web/app/page.tsx"],
  ["../other/x.ts", "../other/x.ts"],
  ["lib/../../x.ts", "lib/../../x.ts"],
  ["~/notes.md", "~/notes.md"],
])("repairPath(%j) by what is there is %j", (written, meant) => {
  expect(repairPath(written, place)).toBe(meant);
});

test.each([
  ["app/page.tsx", "app/page.tsx"],
  ["package.json", "package.json"],
  ["../api/server.go", "packages/api/server.go"],
  ["../api/routes.go", "packages/api/routes.go"],
  ["../../lib/c.js", "lib/c.js"],
  ["../../../x.ts", "../../../x.ts"],
])("repairPath(%j) of somebody who stands in a folder is %j", (written, meant) => {
  expect(repairPath(written, { ...place, folder: "packages/web" })).toBe(meant);
});

test("repairPath() takes a path from the person's folder when only that is there", () => {
  const files = ["packages/web/views/page.tsx", "packages/web/package.json", "lib/c.js"];
  expect(repairPath("views/page.tsx", { ...place, files, folder: "packages/web" })).toBe("packages/web/views/page.tsx");
  expect(repairPath("views/new.tsx", { ...place, files, folder: "packages/web" })).toBe("views/new.tsx");
});

test.each([
  ["src/old.ts -> src/new.ts", ["src/old.ts", "src/new.ts"]],
  ["src/old.ts → src/new.ts", ["src/old.ts", "src/new.ts"]],
  ["`src/old.ts` => `src/new.ts`", ["src/old.ts", "src/new.ts"]],
  ["rename src/old.ts to src/new.ts", ["src/old.ts", "src/new.ts"]],
  ["src/old.ts (renamed to src/new.ts)", ["src/old.ts", "src/new.ts"]],
  ["src/{old => new}/x.ts", ["src/old/x.ts", "src/new/x.ts"]],
  ["src/a.ts and src/b.ts", ["src/a.ts", "src/b.ts"]],
  ["src/a.ts, src/b.ts, docs/", ["src/a.ts", "src/b.ts", "docs/"]],
  ["src/a.ts → the parser", ["src/a.ts"]],
  ["docs/terms and conditions.md", ["docs/terms and conditions.md"]],
  ["src/{a, b}/x.ts", ["src/{a, b}/x.ts"]],
])("repairReply() reads the entry %j as %j", (written, meant) => {
  const stories = [{ title: "Move it", brief: "Do", writes: [written] }];
  const { document, changes } = repairReply({ stories }, place);
  expect(document).toMatchObject({ stories: [{ writes: meant }] });
  expect(changes.filter(({ why }) => why.includes("writes"))).toHaveLength(meant.join() === written ? 0 : 1);
});
