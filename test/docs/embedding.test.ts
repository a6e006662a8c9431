import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artifact, privateState } from "../artifact/artifact.ts";

const page = readFileSync(join(import.meta.dir, "..", "..", "docs", "embedding.md"), "utf8");

/** How an example of a language is run, and what it needs. */
const languages = {
  bash: { file: "example.sh", program: "bash", needs: ["bash", "jq"] },
  js: { file: "example.mjs", program: "node", needs: ["node"] },
  python: { file: "example.py", program: "python3", needs: ["python3"] },
} as const;
type Language = keyof typeof languages;

const looking = /^focused: .*\nS1 landed\nleft: baro\/\S+\ndelivered, exit code 0\n$/;
const answering = /^mode: Which mode\?\nleft: baro\/\S+\ndelivered, exit code 0\n$/;

const examples = [...page.matchAll(/```(bash|js|python)\n([\s\S]*?)```/g)].map(([, language, text = ""]) => ({
  language: language as Language,
  how: text.includes("--ask") ? "--ask stdio" : "--json",
  text,
}));

test("there is one of each", () => {
  const named = examples.map(({ language, how }) => `${language} ${how}`);
  expect(named.toSorted()).toEqual(
    ["--ask stdio", "--json"]
      .flatMap((how) => Object.keys(languages).map((language) => `${language} ${how}`))
      .toSorted(),
  );
});

for (const { language, how, text } of examples) {
  const { file, program, needs } = languages[language];
  const missing = needs.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  const reason = missing.length === 0 ? "" : ` (needs ${missing.join(" and ")})`;
  test.skipIf(missing.length > 0)(`the ${language} example of ${how} works as it stands${reason}`, () => {
    using state = privateState();
    const bin = join(state.path, "bin");
    mkdirSync(bin);
    symlinkSync(artifact, join(bin, "baro"));
    writeFileSync(join(state.path, file), text);
    const { status, stdout, stderr } = spawnSync(program, [file], {
      cwd: state.path,
      encoding: "utf8",
      env: { ...state.env, PATH: `${bin}:${state.env["PATH"]}`, TMPDIR: state.path },
      timeout: 60_000,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(how === "--json" ? looking : answering);
  });
}
