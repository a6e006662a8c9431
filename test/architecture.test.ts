import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Which rooms of src each room may import. Read top to bottom, it is the architecture. */
const rooms: Record<string, readonly string[]> = {
  "main.ts": ["cli", "host", "core"],
  cli: ["run", "report", "core"],
  run: [
    "intake",
    "plan",
    "conduct",
    "merge",
    "deliver",
    "report",
    "demo",
    "agents",
    "llm",
    "surface",
    "git",
    "host",
    "core",
  ],
  intake: ["surface", "agents", "git", "llm", "host", "core"],
  plan: ["surface", "agents", "git", "llm", "host", "core"],
  conduct: ["surface", "agents", "git", "llm", "host", "core"],
  merge: ["surface", "agents", "git", "llm", "host", "core"],
  deliver: ["surface", "agents", "git", "llm", "host", "core"],
  report: ["core"],
  demo: ["git", "host", "core"],
  surface: ["git", "core"],
  agents: ["host", "core"],
  git: ["host", "core"],
  llm: ["host", "core"],
  host: ["core"],
  core: [],
};

const source = join(import.meta.dir, "..", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const roomOf = (file: string) => file.split("/")[0] ?? file;

test.each(files)("%s imports only what its room may", (file) => {
  const room = roomOf(file);
  const allowed = rooms[room];
  expect(allowed, `${room} is not a room of architecture.test.ts`).toBeDefined();
  const text = readFileSync(join(source, file), "utf8");
  const wrong: string[] = [];
  for (const match of text.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm)) {
    const target = match[3] ?? match[4];
    if (target === undefined || target.endsWith("/package.json")) continue;
    const other = roomOf(relative(source, join(source, file, "..", target)));
    // What a room needs of the host or of git is often only a type.
    const typeOnly = match[2] !== undefined && other === "host";
    if (other !== room && !typeOnly && !allowed?.includes(other)) wrong.push(`${other} (${target})`);
  }
  expect(wrong).toEqual([]);
});

test.each(files)("%s has at most 250 lines", (file) => {
  expect(readFileSync(join(source, file), "utf8").split("\n").length - 1).toBeLessThanOrEqual(250);
});

test.each(files)("%s holds no vendor word past the mappers", (file) => {
  if (/^(agents|cli)\//.test(file) || file === "core/agent-name.ts") return;
  const text = readFileSync(join(source, file), "utf8");
  expect(text.match(/\b(claude|anthropic|codex|opencode)\b/i)?.[0]).toBeUndefined();
});

test("processes are started in host/ alone, and nothing is a Bun global", () => {
  for (const file of files) {
    const text = readFileSync(join(source, file), "utf8");
    if (roomOf(file) !== "host") expect(text, file).not.toContain("node:child_process");
    expect(text, file).not.toMatch(/\bBun\./);
    expect(text, file).not.toMatch(/from "bun(:|")/);
  }
});
