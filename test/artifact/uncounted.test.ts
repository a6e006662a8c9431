import { expect, test } from "bun:test";
import { delimiter, join } from "node:path";
import { totalTokens } from "../../src/core/usage.ts";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { type Protocol, protocols, type Step, type ToldFigures } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";

const work: Step = { do: "write", path: "a.txt", content: "the work\n" };

async function run(protocol: Protocol, steps: readonly Step[], args: readonly string[] = []) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  const agent = installStandIn(bin, protocol, steps);
  const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
  const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "none", "--no-verify", "--json"];
  const ended = await runArtifact({
    cwd: repo.path,
    env,
    args: ["Fix the typo in a.txt", ...agent, ...flags, ...args],
  });
  const [figures] = eventsOf(ended.events, "run.finished");
  const [limit] = eventsOf(ended.events, "limit.reached");
  const used = eventsOf(ended.events, "agent.usage");
  for (const one of used)
    for (const key of ["input", "output", "cachedInput", "reasoning"] as const) {
      expect(one[key]).toBeGreaterThanOrEqual(0);
    }
  return { ...ended, figures, limit, used };
}

/** Says 400 kB, counts nothing, and is not done before a minute. */
const talkative: Step[] = [work, { do: "text", bytes: 4000, times: 100 }, { do: "wait", ms: 60_000 }, { do: "end" }];

test.each(protocols.map((name) => [name]))(
  "%s counts no tokens: --max-tokens holds by what it says",
  async (protocol) => {
    const { exitCode, limit, figures } = await run(protocol, talkative, ["--max-tokens", "20000"]);
    expect(exitCode).toBe(6);
    expect(limit).toMatchObject({ limit: "tokens", message: expect.stringContaining("an estimate") });
    expect(figures?.estimated).toBe(true);
  },
  40_000,
);

test.each(protocols.map((name) => [name]))(
  "%s tells no price: --max-usd holds by a table, and says so",
  async (protocol) => {
    const { exitCode, limit, figures, stderr } = await run(protocol, talkative, ["--max-usd", "0.05"]);
    expect(exitCode).toBe(6);
    expect(limit).toMatchObject({ limit: "usd", message: expect.stringContaining("an estimate") });
    expect(figures).toMatchObject({ usdEstimated: true });
    expect(stderr).toMatch(/about \$\d.* estimated\)/);
  },
  40_000,
);

/** Tells of half a million tokens that they cost a millionth of a cent. */
const cheap: ToldFigures = { input: 400_000, output: 100_000, usd: 1e-8 };
const cheapSteps: Step[] = [
  { do: "usage", figures: cheap },
  work,
  // Where the wire has no figures before its end, it is what was said.
  { do: "text", bytes: 4000, times: 100 },
  // It is stopped at work, and not at its end.
  { do: "wait", ms: 60_000 },
  { do: "end", figures: cheap },
];

test.each(protocols.map((name) => [name]))(
  "%s tells a price of next to nothing: --max-usd holds by the table, and what is shown is called an estimate",
  async (protocol) => {
    const { exitCode, limit, figures, events } = await run(protocol, cheapSteps, ["--max-usd", "0.05"]);
    expect(exitCode).toBe(6);
    expect(limit).toMatchObject({ limit: "usd", message: expect.stringContaining("an estimate") });
    expect(figures).toMatchObject({ usdEstimated: true });
    const notices = eventsOf(events, "agent.notice").map(({ message }) => message);
    expect(notices.join("\n")).toMatch(/It reports (a price far below what its tokens cost|no price)/);
  },
  40_000,
);

const bad: [what: string, figures: ToldFigures][] = [
  ["less than nothing", { input: -5_000_000, output: -1, usd: -100 }],
  ["far too much", { input: 1e300, output: 1e300, usd: 1e300 }],
  ["more than a number holds", { input: "raw:1e999", output: "raw:1e999", usd: "raw:1e999" }],
  ["text", { input: "many", output: "NaN", usd: "free" }],
  ["objects", { input: {}, output: [1], usd: null }],
];

test.each(protocols.flatMap((name) => bad.map(([what, figures]) => [name, what, figures] as const)))(
  "%s tells %s: nothing is taken off, and the run goes on",
  async (protocol, _what, figures) => {
    const steps: Step[] = [
      { do: "usage", figures: { input: 3000, output: 200, usd: 0.25 } },
      { do: "usage", figures },
      work,
      { do: "text", bytes: 2000 },
      { do: "end", figures },
    ];
    const { exitCode, figures: sums } = await run(protocol, steps);
    expect(exitCode).toBe(0);
    const tokens = totalTokens(sums?.usage ?? { input: 0, cachedInput: 0, output: 0, reasoning: 0 });
    // The protocol of a client has no way to tell tokens before the end: there it is what was said.
    expect(tokens).toBeGreaterThan(protocol === "acp" ? 400 : 3199);
    expect(tokens).toBeLessThan(10_000);
    expect(sums?.usd ?? 0).toBeLessThan(1);
  },
  40_000,
);

test("figures that fall are a fault of who tells them: the most that was told stays", async () => {
  const falling = [9000, 4000, 100].map((input): Step => ({ do: "usage", figures: { input, output: 10, usd: 0 } }));
  const { figures } = await run("codex", [work, ...falling, { do: "end", figures: { input: 50, output: 1 } }]);
  expect(figures?.usage).toMatchObject({ input: 9000, output: 10 });
}, 40_000);
