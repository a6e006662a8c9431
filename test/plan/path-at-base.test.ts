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

test.each<[written: string, about: object, meant: string]>([
  // Only there, and nothing says that it is to be made.
  ["c.txt", {}, "sub/c.txt"],
  ["lib/deep.ts", {}, "sub/lib/deep.ts"],
  ["c.txt", { brief: "Add a new line to c.txt" }, "sub/c.txt"],
  ["c.txt", { brief: "Fix what is written in `c.txt`, as other.txt says" }, "sub/c.txt"],
  ["c.txt (the words)", {}, "sub/c.txt"],
  ["c.txt", { brief: "Add c.txt's missing words" }, "sub/c.txt"],
  ["c.txt", { brief: "In c.txt, new words are missing" }, "sub/c.txt"],
  // It may be one to be made, or there are two.
  ["c.txt", { brief: "Create a new file called `c.txt`" }, "c.txt"],
  ["c.txt", { title: "Add c.txt" }, "c.txt"],
  ["c.txt", { brief: "c.txt (new) says what the repository is" }, "c.txt"],
  ["c.txt (new)", {}, "c.txt"],
  ["c.txt", { brief: "Put the words into c.txt at the root" }, "c.txt"],
  ["c.txt", { brief: "Move sub/c.txt up" }, "c.txt"],
  ["c.txt", { writes: ["c.txt", "sub/c.txt"] }, "c.txt"],
  ["other.txt", {}, "other.txt"],
  ["nowhere.txt", {}, "nowhere.txt"],
  ["*.txt", {}, "*.txt"],
])("standing in a folder, what a planner calls %j with %j is %j", (written, about, meant) => {
  const files = ["sub/c.txt", "sub/lib/deep.ts", "sub/other.txt", "other.txt", "lib/x.ts"];
  const stories = [{ id: "S1", title: "Fix the words", brief: "Fix them", writes: [written], ...about }];
  const { document, changes } = repairReply(
    { stories },
    { root: "/r", folder: "sub", files, goal: "Fix c.txt. Create all else at the root." },
  );
  const [story] = (document as { stories: { writes: string[] }[] }).stories;
  expect(story?.writes[0]).toBe(meant);
  expect(changes.some(({ why }) => why.includes(`\`${meant}\``))).toBe(meant !== written);
  const fromRoot = repairReply({ stories }, { root: "/r", folder: "", files }).document;
  expect(fromRoot).not.toMatchObject({ stories: [{ writes: ["sub/c.txt"] }] });
});

test.each([
  ["Create c.txt", "c.txt"],
  ["Create other.txt at the root; mend c.txt", "sub/c.txt"],
])("a planner's c.txt, when the goal is %j, is %j", (goal, meant) => {
  const stories = [{ id: "S1", title: "Do it", brief: "Do it", writes: ["c.txt"] }];
  const { document } = repairReply({ stories }, { root: "/r", folder: "sub", files: ["sub/c.txt"], goal });
  expect(document).toMatchObject({ stories: [{ writes: [meant] }] });
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
