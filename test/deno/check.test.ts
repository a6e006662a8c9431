import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { deno, denoEnv, entry } from "./deno.ts";

test("the sources type-check under Deno", () => {
  const { status, stderr } = spawnSync(deno, ["check", entry], {
    encoding: "utf8",
    env: { ...process.env, ...denoEnv },
  });
  expect(status, stderr).toBe(0);
}, 180_000);
