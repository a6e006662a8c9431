import { expect, test } from "bun:test";
import { installation } from "../../src/cli/commands/update.ts";
import { runProgram } from "../../src/cli/program.ts";
import { testHost } from "./test-host.ts";

const at = (path: string, more = {}) =>
  installation({ path, isSource: false, home: "/home/ada", platform: "linux", ...more }).type;

test.each([
  ["/usr/local/lib/node_modules/baro/node_modules/@baro/linux-x64/baro", "npm install --global baro@latest"],
  ["/home/ada/.npm/_npx/12/node_modules/baro/bin/baro", "npx baro@latest"],
  ["/home/ada/.local/share/pnpm/global/5/node_modules/baro/baro", "pnpm add --global baro@latest"],
  ["/home/ada/.bun/install/global/node_modules/baro/baro", "bun add --global baro@latest"],
  ["/home/ada/project/node_modules/@baro/linux-x64/baro", "npm install baro@latest"],
  ["/opt/homebrew/Cellar/baro/0.1.0/bin/baro", "brew upgrade baro"],
  ["/nix/store/abc-baro/bin/baro", "nix profile upgrade baro"],
])("what is at %s is renewed with %s", (path, expected) => {
  expect(at(path)).toBe(expected);
});

test("one file is renewed in its own place, whatever that is called", () => {
  const releases = "https://github.com/baro/baro/releases/latest/download";
  expect(at("/home/ada/.local/bin/baro")).toBe(`curl -fsSL ${releases}/install.sh | sh`);
  expect(at("/opt/my tools/baro")).toBe(`curl -fsSL ${releases}/install.sh | sh -s -- --dir '/opt/my tools'`);
  expect(at("C:\\tools\\baro.exe", { platform: "win32" })).toBe(`irm ${releases}/install.ps1 | iex`);
  expect(at("/src/baro/src/main.ts", { isSource: true })).toStartWith("cd /src/baro && git pull");
});

test("baro update says where the program is, outside a repository and without a home", async () => {
  const host = testHost({ env: { HOME: undefined } });
  expect(await runProgram(host, ["update"])).toBe(0);
  expect(host.out()).toMatch(/^baro \d.*: \/.*\nFor the newest version: .+\n$/);
  expect(await runProgram(host, ["version"])).toBe(0);
});
