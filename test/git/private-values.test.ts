import { expect, test } from "bun:test";
import { secretsOfFiles } from "../../src/git/private-values.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

test("private values are those of untracked .env files beside tracked files, three folders down at most", async () => {
  const secret = (name: string) => `API_TOKEN=${name}-0123456789abcdef\n`;
  using repository = scratchRepository({
    "a/b/c/d/code.ts": "",
    "a/b/code.ts": "",
    "ä/code.ts": "",
    "tracked/.env": secret("tracked"),
    "tracked/ci.env": secret("tracked"),
    ".gitignore": "node_modules\n",
  });
  repository.write({
    ".env": secret("root"),
    ".env.example": secret("example"),
    ".environment/.env": secret("new-folder"),
    "a/.env.local": secret("one"),
    "a/b/.env": secret("two"),
    "a/docker.env": secret("docker"),
    "a/.dev.vars": secret("vars"),
    ".envrc": secret("direnv"),
    "a/b/c/.env": secret("three"),
    "a/b/c/d/.env": secret("four"),
    "ä/.env": secret("umlaut"),
    "node_modules/x/.env": secret("dependency"),
  });
  const found = await secretsOfFiles(systemHost(), repository.path);
  const origins = found.map(({ origin }) => origin).toSorted();
  expect(origins).toEqual([
    ".env's API_TOKEN",
    ".envrc's API_TOKEN",
    "a/.dev.vars's API_TOKEN",
    "a/.env.local's API_TOKEN",
    "a/b/.env's API_TOKEN",
    "a/b/c/.env's API_TOKEN",
    "a/docker.env's API_TOKEN",
    "ä/.env's API_TOKEN",
  ]);
});
