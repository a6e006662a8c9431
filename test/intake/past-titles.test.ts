import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { readHistory, titleOf } from "../../src/intake/history.ts";
import { gitIn, scratchRepository } from "../support/scratch.ts";

test("of a message of megabytes only the beginning is a title", async () => {
  using repository = scratchRepository();
  repository.write({ message: "word ".repeat(3_000_000) });
  gitIn(repository.path, "commit", "--quiet", "--allow-empty", "--file", "message");
  gitIn(repository.path, "commit", "--quiet", "--allow-empty", "--message", "Add a page");
  // It has seconds to answer; without an answer there is no history.
  const history = await readHistory(systemHost(), repository.path, "HEAD");
  const titles = history?.map(({ title }) => title) ?? [];
  expect(titles.every((title) => title.length <= 500)).toBe(true);
  expect(titles[0] ?? "Add a page").toBe("Add a page");
});

test("titleOf() looks at the head of a message alone", () => {
  expect(titleOf("x".repeat(1_000_000))).toBe("x".repeat(500));
  expect(titleOf("Merge branch 'x'\n\nAdd a page (#12)\n")).toBe("Add a page");
});
