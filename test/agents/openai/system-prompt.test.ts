import { expect, test } from "bun:test";
import { join } from "node:path";
import { systemPrompt } from "../../../src/agents/openai/system-prompt.ts";
import { scratchFolder, writeFiles } from "../../support/scratch.ts";

test.each([
  ["", ["Root rules"], ["Web rules", "You are in its folder"]],
  ["packages/web", ["Root rules", 'You are in its folder "packages/web"', "Web rules"], ["Other rules"]],
])("systemPrompt() has the instructions on the way to %j, and no others", (folder, has, lacks) => {
  using place = scratchFolder();
  writeFiles(place.path, {
    "AGENTS.md": "Root rules",
    "packages/web/CLAUDE.md": "Web rules",
    "packages/other/AGENTS.md": "Other rules",
  });
  const told: string[] = [];
  const at = { root: place.path, cwd: join(place.path, folder) };
  const text = systemPrompt(at, { readOnly: false }, (message) => told.push(message));
  for (const part of has) expect(text).toContain(part);
  for (const part of lacks) expect(text).not.toContain(part);
  expect(told).toEqual([]);
});
