// Tests never see the developer's git configuration, sign-ins or proxies.
import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const home = mkdtempSync(join(tmpdir(), "baro-home-"));
// Files that are played side by side have a home each, and no exit of their own.
afterAll(() => rmSync(home, { recursive: true, force: true }));
Object.assign(process.env, {
  HOME: home,
  XDG_CONFIG_HOME: join(home, ".config"),
  XDG_STATE_HOME: join(home, ".state"),
  XDG_CACHE_HOME: join(home, ".cache"),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada Tester",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Tester",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_ALLOW_PROTOCOL: "file:http:https",
});
for (const name of [
  "CI",
  "GITHUB_ACTIONS",
  "GITHUB_OUTPUT",
  "GITHUB_STEP_SUMMARY",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "GH_TOKEN",
  "GITHUB_TOKEN",
  "ANTHROPIC_API_KEY",
]) {
  delete process.env[name];
}
