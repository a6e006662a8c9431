import { describe, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { protocolVersion } from "../../src/fleet/protocol.ts";
import { artifact, privateState } from "./artifact.ts";
import { until } from "./machines.ts";
import { story } from "./scripted-endpoint.ts";

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const commit = "a".repeat(40);
const settings = {
  run: "r1",
  base: commit,
  folder: "",
  trailers: false,
  checkTimeoutMs: 1_000,
  setup: null,
  content: {
    settings: [],
    attributes: { repository: "", person: "" },
    ignores: { repository: "", person: "" },
    filters: [],
  },
  env: [],
  sandbox: false,
  agentLimits: { silenceMs: 1, toolMs: 1, maxTurns: 1 },
  effort: null,
  instructions: null,
  priced: false,
  patienceMs: 20_000,
};
const repository = { name: "x", remote: null };
const opening = { is: "open", v: protocolVersion, repository, agents: ["openai"], settings };
const open = line(opening);
const withSetting = (setting: string[]) =>
  line({ ...opening, settings: { ...settings, content: { ...settings.content, settings: [setting] } } });
const call = (op: string, args: unknown = {}, fence = 1) => line({ is: "call", lease: "r1.S1", fence, n: 0, op, args });
const openWorktree = call("openWorktree", { story: story("S1", {}), base: commit, work: null });
const pack = (text: string) => line({ is: "pack", objects: [commit], pack: text, whole: true });
const megabytes = (count: number) => "x".repeat(count * 1024 * 1024);

/** Talks to a worker as nobody should. It has to end by itself; else, when it has said `answer`, nobody is there any more. */
async function say(words: readonly (string | Uint8Array)[], answer: string | null) {
  using state = privateState();
  const env = { ...state.env, OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
  const child = spawn(artifact, ["worker", "--stdio"], { cwd: state.path, env, stdio: "pipe" });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  child.stdin.on("error", () => {});
  const ended = new Promise<string>((resolve) => child.once("close", (code, signal) => resolve(`${code} ${signal}`)));
  for (const word of words) child.stdin.write(word);
  if (answer !== null) {
    await until(() => out.includes(answer), `it does not answer: ${out}`);
    child.stdin.end();
  }
  return { end: await ended, err };
}

describe("a worker over stdio", () => {
  const unreadable = "its conductor said what can't be read: ";
  test.each<[string, (string | Uint8Array)[], string]>([
    ["garbage", ["hello there\n"], `${unreadable}it is no JSON text`],
    ["bytes that are no text", [Buffer.from([0, 255, 254, 10])], `${unreadable}it is no JSON text`],
    ["an empty line", ["\n"], `${unreadable}it is no JSON text`],
    ["a list", ["[1]\n"], `${unreadable}Invalid input: expected object, received array`],
    ["nothing", ["null\n"], `${unreadable}Invalid input: expected object, received null`],
    ["a message that nobody knows", [line({ is: "dance" })], `${unreadable}is: `],
    ["a deep one", [`${"[".repeat(200_000)}${"]".repeat(200_000)}\n`], unreadable],
    ["a line of 65 MB", [megabytes(65), "\n"], "its conductor said a line of more than 64 MB"],
    ["a call before a run", [call("inspect")], 'its conductor said "call" before it opened a run'],
    ["a pack before a run", [pack("")], 'its conductor said "pack" before it opened a run'],
    [
      "a worktree before a run",
      [line({ is: "prepare", base: commit, count: 3 })],
      'its conductor said "prepare" before',
    ],
    ["a fence that is none", [open, call("inspect", {}, -1)], `${unreadable}fence: `],
    ["a fence beyond numbers", [open, call("inspect", {}, 1e300)], `${unreadable}fence: `],
    [
      "a name that leads out",
      [line({ ...opening, settings: { ...settings, run: "../../x" } })],
      `${unreadable}settings.`,
    ],
    [
      "a remote that is a program",
      [line({ ...opening, exchange: { url: "ext::sh -c id" } })],
      `${unreadable}exchange.`,
    ],
    ["a setting that names a program", [withSetting(["core.fsmonitor", "/bin/id"])], `${unreadable}settings.`],
    [
      "a setting that is more than a word",
      [withSetting(["core.eol", "lf\n[alias] x = !id"])],
      `${unreadable}settings.`,
    ],
    ["a version that is a text", [line({ ...opening, v: "3" })], `${unreadable}v: `],
    ["another version's form", [line({ is: "open", v: 99 })], `it speaks version ${protocolVersion} of the workers'`],
  ])("that hears %s ends by itself and says why", async (_name, words, why) => {
    const { end, err } = await say(words, null);
    expect(end).toBe("0 null");
    expect(err).toStartWith(`The worker ended: ${why}`);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test.each<[string, string[], string]>([
    ["half a message", ['{"is":"pi'], '"hello"'],
    ["half a message of a run", [open, '{"is":"call","lease":"a"'], '"opened"'],
    ["65 MB without an end", [megabytes(65)], '"hello"'],
    ["an operation that nobody knows", [open, call("fly")], 'this worker knows no \\"fly\\"'],
    ["one that is a part of every object", [open, call("__proto__")], 'this worker knows no \\"__proto__\\"'],
    ["arguments of another form", [open, call("openWorktree", { base: "--exec=id" })], "was asked for in another form"],
    ["an operation without a worktree", [open, call("inspect")], "has no worktree on this worker"],
    ["a commit that never came", [open, openWorktree], '"wrong"'],
    ["a pack that is none", [open, pack("%%"), openWorktree], '"wrong"'],
    [
      "a stop of what it has not got",
      [open, line({ is: "stop", lease: "a", fence: 1, n: 0 }), call("fly")],
      "knows no",
    ],
    ["a drop of what it has not got", [open, line({ is: "drop", lease: "a", fence: 1 }), call("fly")], "knows no"],
    ["a second run", [open, open], "it has a run already"],
    ["a run in another version", [line({ ...opening, v: 1 })], "was asked in version 1"],
  ])("that hears %s goes on, and ends when nobody is there any more", async (_name, words, answer) => {
    const { end, err } = await say(words, answer);
    expect([end, err]).toEqual(["0 null", "The worker ended: its conductor is gone\n"]);
  });

  test("whose remote is not there ends with its conductor, however long it would wait for the remote", async () => {
    const patient = {
      ...opening,
      settings: { ...settings, patienceMs: 600_000 },
      exchange: { url: "/nowhere/at/all" },
    };
    const began = performance.now();
    const { end } = await say([line(patient), openWorktree, call("fly")], "knows no");
    expect(end).toBe("0 null");
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
