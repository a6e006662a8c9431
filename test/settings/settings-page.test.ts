import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsPage } from "../../scripts/settings-page.ts";

test("docs/settings.md is what bun scripts/settings-page.ts writes", () => {
  const page = join(import.meta.dir, "..", "..", "docs", "settings.md");
  expect(readFileSync(page, "utf8")).toBe(settingsPage());
});
