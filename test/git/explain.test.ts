import { expect, test } from "bun:test";
import { filterReason, readFilterWords } from "../../src/git/explain.ts";
import { filtersAtHome } from "../../src/git/settings.ts";

test.each(["/home/ada/shop", "/home/ada/it's here"])("why a filter fails is told without our way to %s", (root) => {
  const [[, command = ""] = []] = filtersAtHome([["filter.key.clean", "tools/clean.sh"]], root);
  expect(command).toContain("tools/clean.sh");
  const said = `error: external filter '${command}' failed 1\nfatal: a.txt: clean filter 'key' failed`;
  expect(filterReason(said)).toBe("external filter 'tools/clean.sh' failed 1");
  expect(readFilterWords(said)).toStartWith(
    `a.txt goes through the filter "key", which fails (external filter 'tools/clean.sh' failed 1).`,
  );
});
