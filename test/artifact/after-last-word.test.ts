import { expect, test } from "bun:test";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import type { Protocol, Step } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { orphans } from "./orphans.ts";

const longestMs = 45_000;

/** What an agent's program does once it has said that it is done; `$PPID` is the program. */
const kinds: [what: string, protocol: Protocol, command: string][] = [
  ["stops itself", "opencode", "kill -STOP $PPID; sleep 1"],
  ["holds what it writes to in another session", "pi", "setsid sh -c 'trap \"\" TERM INT HUP; sleep 300' & sleep 1"],
  ["works on in the background", "claude", "(while :; do date > late.txt; sleep 0.2; done) & sleep 300"],
  ["leaves a daemon of a cleared environment", "claude", "(env -i IN=$PWD setsid sleep 301 >/dev/null 2>&1 &)"],
  ["starts another whenever it is ended", "codex", "trap 'sh -c \"sleep 300\" &' TERM; while :; do sleep 1; done"],
];

test.concurrent.each(kinds)(
  "an agent that says its last word and %s is done, and nothing of it is left (%s)",
  async (_what, protocol, command) => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const bin = join(state.path, "bin");
    const records: Record<string, object[]> = {
      claude: [{ type: "result", subtype: "success", is_error: false, result: "Done" }],
      codex: [{ type: "turn.completed", usage: { input_tokens: 10, output_tokens: 5 } }],
      opencode: [
        { type: "step_finish", sessionID: "ses_1", part: { reason: "stop", tokens: { input: 10, output: 5 } } },
      ],
      pi: [
        {
          type: "message_end",
          message: { role: "assistant", content: [{ type: "text", text: "Done" }], stopReason: "stop" },
        },
        { type: "agent_settled", aborted: false },
      ],
    };
    const steps: Step[] = [
      { do: "write", path: "a.txt", content: "the work\n" },
      ...(records[protocol] ?? []).map((record): Step => ({ do: "record", record })),
      { do: "run", command },
      { do: "wait", ms: 300_000 },
    ];
    const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
    const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "branch", "--no-verify", "--yes", "--json"];
    const args = ["Fix the typo in a.txt", ...installStandIn(bin, protocol, steps), ...flags];
    const from = performance.now();
    const ended = await runArtifact({ cwd: repo.path, env, args });
    expect(performance.now() - from).toBeLessThan(longestMs);
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
    expect(eventsOf(ended.events, "agent.finished")).toMatchObject([{ ok: true }]);
    const [left] = eventsOf(ended.events, "delivery.finished");
    expect(repo.git("show", `${left?.branch}:a.txt`).trim()).toBe("the work");
    for (let tries = 0; tries < 50 && orphans(state.path).length > 0; tries++) await Bun.sleep(200);
    expect(orphans(state.path)).toEqual([]);
  },
  90_000,
);
