import { chmodSync } from "node:fs";
import { join } from "node:path";
import { eventsOf } from "../../test/artifact/artifact.ts";
import { running, type Scenario, story, writing } from "../../test/artifact/scripted-endpoint.ts";
import { type Attack, inFolder, readOrNothing, unseemly } from "./stage.ts";

const fix: Scenario = { stories: { "Fix the typo in a.txt": [writing({ "a.txt": "b\n" })] } };

const modeOf = (goal: string, mode: string) => [goal, "--mode", mode, "--intake", "rules"];
const here = ["--deliver", "branch", "--no-verify", "--yes"];
const fixed = [...modeOf("Fix the typo in a.txt", "focused"), ...here];
const planned = [...modeOf("Rename the headings of a.txt and b.txt", "parallel"), ...here];
const one = (more: object) => ({
  plan: { stories: [{ ...story("S1", { title: "A", writes: ["a.txt"] }), ...more }] },
  stories: { A: [writing({ "a.txt": "b\n" })] },
});

const plans: [what: string, scenario: Scenario][] = [
  ["leads out of the repository", one({ writes: ["../../etc/passwd", "/etc/passwd", ".git/config", ".git/hooks/**"] })],
  ["has an id that is a path", one({ id: "../../x" })],
  ["has an id that is a flag", one({ id: "--upload-pack=touch" })],
  ["has a title that commands", one({ title: "fixes #1 @everyone [skip ci]\u001b[31m\n\nCo-authored-by: Eve <e@e>" })],
  [
    "has ten thousand stories",
    { plan: { stories: Array.from({ length: 10_000 }, (_, n) => story(`S${n}`, { writes: [`f${n}`] })) } },
  ],
  ["goes in a circle", { plan: { stories: [story("S1", { dependsOn: ["S2"] }), story("S2", { dependsOn: ["S1"] })] } }],
  ["is nested without end", { plan: "[".repeat(100_000) }],
  ["is no plan", { plan: "I would rather not." }],
];

const noPauses: [header: string, value: string][] = [
  ["retry-after", "-5"],
  ["retry-after", "0"],
  ["retry-after", "1e99"],
  ["retry-after", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ["retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"],
  ["retry-after-ms", "9".repeat(40)],
  ["x-ratelimit-reset", "Infinity"],
  ["x-ratelimit-reset-tokens", "99999999999h"],
];

/** Requests that an endpoint gets in eight seconds that turns each of them away. */
const mostRequests = 10;

/** Models that mean no good: plans, answers and calls. */
export const modelAttacks: readonly Attack[] = [
  ...plans.map(([what, by]): Attack => ({ name: `a plan that ${what}`, by, args: planned, exits: [0, 1, 2, 4] })),
  {
    name: "calls of tools that lead out",
    by: {
      stories: {
        "Fix the typo in a.txt": [
          writing({ "a.txt": "b\n" }),
          writing({ "../../../outside.txt": "x", ".git/hooks/post-commit": "x" }),
          running("cat ~/.ssh/id_ed25519; env"),
        ],
      },
    },
    exits: [0],
  },
  ...noPauses.map(
    ([header, value]): Attack => ({
      name: `a model that turns everybody away and names an absurd wait (${header}: ${value.slice(0, 12)})`,
      by: { first: () => ({ misbehave: { kind: "rate-limit", headers: { [header]: value } } }) },
      args: [...fixed, "--timeout", "8s"],
      exits: [6],
      holds: ({ events }) => {
        const retries = eventsOf(events, "agent.retry").length;
        return retries < mostRequests ? [] : [`it was asked ${retries} times in eight seconds`];
      },
    }),
  ),
];

const odd: [what: string, args: string[]][] = [
  ["a base that is a flag", ["--base", "--upload-pack=touch /tmp/x"]],
  ["a base that leaves out", ["--base", "^main"]],
  ["a number that is none", ["--max-tokens", "1e999"]],
  ["less than nothing to spend", ["--max-usd", "-1"]],
  ["a time that is none", ["--timeout", "NaN"]],
];

/** Configuration, flags and variables of somebody else's making. */
export const configurationAttacks: readonly Attack[] = [
  ...odd.map(
    ([what, args]): Attack => ({ name: what, by: fix, args: ["Fix the typo in a.txt", ...args], exits: [2, 5] }),
  ),
  {
    name: "a configuration that is not TOML",
    files: () => ({ "baro.toml": "\u0000\u001b[31m= = =" }),
    by: fix,
    exits: [2],
  },
  {
    name: "a configuration of absurd values",
    files: () => ({ "baro.toml": 'parallel = 1e300\nmax-tokens = -1\ntimeout = "NaN"\n' }),
    by: fix,
    exits: [2],
  },
  {
    name: "variables of absurd values",
    by: fix,
    env: () => ({ BARO_PARALLEL: "-1", BARO_TIMEOUT: "\u001b[31m" }),
    exits: [2],
  },
  {
    name: "git's own variables point elsewhere",
    by: fix,
    env: (folder) => ({
      GIT_DIR: join(folder, "nowhere"),
      GIT_WORK_TREE: folder,
      GIT_INDEX_FILE: join(folder, "index"),
    }),
    exits: [0, 2, 5],
  },
  {
    name: "the job's summary and outputs take no command from a goal",
    goal: "Fix <script>alert(1)</script> ::set-output name=x::y @everyone \u001b[31m [x](javascript:alert(1))",
    by: { first: (request) => (request.turn === 0 ? writing({ "a.txt": "b\n" }) : { text: "::error::x <img src=x>" }) },
    env: (folder) => ({
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: inFolder(folder, "summary.md"),
      GITHUB_OUTPUT: inFolder(folder, "output.txt"),
    }),
    exits: [0, 3],
    holds: ({ folder, exitCode }) =>
      summaryHolds(readOrNothing(join(folder, "summary.md")), readOrNothing(join(folder, "output.txt")), exitCode),
  },
];

function summaryHolds(summary: string, outputs: string, exitCode: number | null): string[] {
  if (exitCode !== 0) return [];
  const bare = summary.replaceAll(/`[^`\n]*`/g, "");
  return [
    ...(summary === "" ? ["no summary was written"] : []),
    ...(unseemly.test(summary) || /<script|<img/i.test(bare) ? ["the summary holds markup of a goal or a model"] : []),
    ...(/(?:^|\s)@everyone/m.test(bare) ? ["the summary mentions somebody"] : []),
    ...(/(?<!\\)\]\(javascript:/i.test(bare) ? ["the summary links to a script"] : []),
    ...(/^::/m.test(summary + outputs) ? ["a line is a command to CI"] : []),
  ];
}

type Variables = (folder: string) => Record<string, string>;

function elsewhere(name: string, value: (folder: string) => string): Variables {
  return (folder) => ({ [name]: value(folder) });
}

/** What may be missing or broken on the machine. */
export const faultAttacks: readonly Attack[] = [
  { name: "no git on the PATH", by: fix, env: () => ({ PATH: "/nowhere" }), exits: [5] },
  {
    name: "a state folder that is a file",
    by: fix,
    env: elsewhere("BARO_HOME", (folder) => inFolder(folder, "a-file")),
    exits: [1, 2, 5],
  },
  {
    name: "a cache folder that is a file",
    by: fix,
    env: elsewhere("XDG_CACHE_HOME", (folder) => inFolder(folder, "a-file")),
    exits: [1, 2, 5],
  },
  {
    name: "a folder for temporary files that is not there",
    by: fix,
    env: elsewhere("TMPDIR", (at) => `${at}/no`),
    exits: [5],
  },
  { name: "a folder for temporary files that is relative", by: fix, env: () => ({ TMPDIR: "here" }), exits: [5] },
  {
    name: "an endpoint that is not there",
    by: fix,
    env: () => ({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1" }),
    exits: [1, 4],
  },
  { name: "a model that hangs up", by: { first: () => ({ misbehave: { kind: "cut" } }) }, exits: [1, 4] },
  {
    name: "a lock that somebody holds on the index",
    lay: (root) => inFolder(join(root, ".git"), "index.lock"),
    by: fix,
    exits: [0, 1],
    holds: ({ root }) => (readOrNothing(join(root, "a.txt")) === "a\n" ? [] : ["the checkout was touched"]),
  },
  {
    name: "a repository that can't be written",
    lay: (root) => chmodSync(join(root, ".git", "refs"), 0o555),
    by: fix,
    exits: [0, 1, 5],
  },
  { name: "a plan that is handed over twice", args: ["conduct", "-"], by: fix, exits: [2] },
];
