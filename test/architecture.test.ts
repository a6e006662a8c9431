import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { circles, readSources } from "../scripts/house.ts";
import { ecosystems } from "../src/ecosystems/known.ts";

/** Which rooms of src each room may import. Read top to bottom, it is the architecture. */
const rooms: Record<string, readonly string[]> = {
  "main.ts": ["cli", "host", "core"],
  cli: ["serve", "mcp", "run", "report", "store", "settings", "state", "text", "core"],
  serve: ["run", "report", "store", "settings", "state", "text", "core"],
  mcp: ["run", "plan", "report", "store", "settings", "state", "text", "host", "core"],
  run: [
    "intake",
    "plan",
    "conduct",
    "deliver",
    "fleet",
    "ecosystems",
    "demo",
    "agents",
    "worktrees",
    "store",
    "settings",
    "state",
    "report",
    "git",
    "text",
    "host",
    "core",
  ],
  intake: [
    "surface",
    "repository",
    "ecosystems",
    "forges",
    "worktrees",
    "agents",
    "state",
    "git",
    "text",
    "host",
    "core",
  ],
  plan: [
    "surface",
    "repository",
    "ecosystems",
    "forges",
    "worktrees",
    "agents",
    "state",
    "git",
    "text",
    "host",
    "core",
  ],
  conduct: [
    "surface",
    "repository",
    "ecosystems",
    "forges",
    "worktrees",
    "agents",
    "state",
    "git",
    "text",
    "host",
    "core",
  ],
  deliver: [
    "surface",
    "repository",
    "ecosystems",
    "forges",
    "worktrees",
    "agents",
    "state",
    "git",
    "text",
    "host",
    "core",
  ],
  // Of conducting it is the half that is done where a story's files are: it knows nothing of the other one.
  fleet: ["worktrees", "agents", "git", "text", "host", "core"],
  report: ["state", "text", "core"],
  demo: ["git", "host", "core"],
  worktrees: ["ecosystems", "git", "text", "host", "core"],
  surface: ["ecosystems", "core"],
  repository: ["ecosystems", "git", "text", "core"],
  agents: ["text", "host", "core"],
  forges: ["git", "text", "host", "core"],
  ecosystems: ["text", "host", "core"],
  settings: ["text", "host", "core"],
  store: ["text", "host", "core"],
  git: ["text", "host", "core"],
  state: ["core"],
  text: ["core"],
  host: ["core"],
  core: [],
};

/** From which rooms a room may take types alone. */
const typesOnly: Record<string, readonly string[]> = {
  surface: ["repository", "host"],
  cli: ["host"],
  serve: ["host"],
};

const source = join(import.meta.dir, "..", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const roomOf = (file: string) => file.split("/")[0] ?? file;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm,
  )) {
    const target = match[2] ?? match[3];
    // The page's script, and what renders it to a file, are made when baro is built; the schema of events is made of core.
    if (
      target === undefined ||
      /\/(package\.json|docs\/schemas\/events\.json|dist\/page\/(page\.js\.txt|report\.js))$/.test(target)
    )
      continue;
    const to = relative(source, join(source, file, "..", target));
    found.push({ from: file, to, typeOnly: match[1] !== undefined });
  }
  return found;
});

function allowed({ from, to, typeOnly }: Import): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other || rooms[room]?.includes(other)) return true;
  return typeOnly && (typesOnly[room] ?? []).includes(other);
}

test("every room of src has its line", () => {
  expect([...new Set(files.map(roomOf))].filter((room) => rooms[room] === undefined)).toEqual([]);
});

test("a room imports only what it may", () => {
  const wrong = imports.filter((each) => !allowed(each)).map(({ from, to }) => `${from} -> ${to}`);
  expect(wrong.sort()).toEqual([]);
});

test("no files go in a circle, types counted", () => {
  const graph = new Map(readSources(source).map(({ name, imports }) => [name, imports]));
  expect(circles(graph).map((group) => group.join(" "))).toEqual([]);
});

test.each(files)("%s has at most 300 lines", (file) => {
  expect(readFileSync(join(source, file), "utf8").split("\n").length - 1).toBeLessThanOrEqual(300);
});

test.each(files)("%s holds no vendor word past the mappers", (file) => {
  if (/^(agents|cli|settings)\//.test(file) || file === "core/agent-name.ts") return;
  const text = readFileSync(join(source, file), "utf8");
  expect(text.match(/\b(claude|anthropic|codex|opencode)\b/i)?.[0]).toBeUndefined();
});

// Names as vocabulary of goals and code, what a person writes into settings, and the variables of a CI job.
const mayNameForges = /^(forges|settings)\/|^cli\/ci-job\.ts$|^surface\/pairs\/needs\.ts$/;

test.each(files)("%s names no forge outside forges/", (file) => {
  if (mayNameForges.test(file)) return;
  const text = readFileSync(join(source, file), "utf8");
  expect(text.match(/(?<![.\w\\])(github|gitlab|gitea|forgejo|bitbucket|codeberg)/i)?.[0]).toBeUndefined();
});

/** Import scanners read their language's manifests, an agent's version stands in its package, the demo has a project. */
const namesOfItsOwn = [/^ecosystems\//, /^repository\/imports\//, /^agents\/program-agent\.ts$/, /^demo\/scr/];

test("lockfiles, manifests and test files are named in ecosystems/ alone", () => {
  const exact = ecosystems.flatMap(({ manifests = [], lockfiles = [], settings = [] }) =>
    [manifests, settings, ...lockfiles.map(({ names }) => names)].flat().filter((name) => typeof name === "string"),
  );
  const testNames = ["_test.", "_spec.", ".test.", ".spec.", "conftest", "__tests__", "Tests?"];
  const wrong = files
    .filter((file) => !namesOfItsOwn.some((own) => own.test(file)))
    .flatMap((file) => {
      // In patterns the dots are escaped.
      const text = withoutComments(readFileSync(join(source, file), "utf8")).replaceAll("\\", "");
      const words = new Set(text.split(/[^\w.-]+/));
      const found = [...exact.filter((name) => words.has(name)), ...testNames.filter((name) => text.includes(name))];
      return found.map((name) => `${file}: ${name}`);
    });
  expect(wrong).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^import .*$|(?<=\s)\/\/ .*$/gm, "");
}

/** What is had from the machine, at one door. */
const doors: [what: string, words: RegExp][] = [
  ["processes", /node:child_process/],
  ["the environment", /\bprocess\.env\b/],
  ["the clock", /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
  ["chance", /\bMath\.random\(|\brandom(UUID|Bytes|Int)\(/],
  ["sockets", /from "node:(net|tls|dgram|http|https|http2)"/],
];

test.each(doors)("%s: in host/ alone", (_what, words) => {
  // The scripted model of the demo is a server on loopback.
  // A page has a clock of its own: the browser's.
  const others = files.filter((file) => !/^(host|demo\/scripted|serve\/page)\//.test(file));
  expect(others.filter((file) => words.test(readFileSync(join(source, file), "utf8")))).toEqual([]);
});

// The build lets a package have an import whose name is known only at run time; it would be looked up in whatever folder baro is
// started in.
test("every import is by a name that stands there", () => {
  const wrong = files.filter((file) =>
    /\bimport\((?!\s*")/.test(withoutComments(readFileSync(join(source, file), "utf8"))),
  );
  expect(wrong).toEqual([]);
});

test("nothing is a Bun global", () => {
  for (const file of files) {
    const text = readFileSync(join(source, file), "utf8");
    expect(text, file).not.toMatch(/\bBun\./);
    expect(text, file).not.toMatch(/from "bun(:|")/);
  }
});
