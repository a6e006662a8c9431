import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, story } from "./scripted-endpoint.ts";

const say = (value: unknown) => `printf '%s\\n' '${JSON.stringify(value)}'`;

/** Speaks as claude does, writes beside its surface, and knows no session any more when it is asked to go on with it. */
function forgetful(bin: string): void {
  mkdirSync(bin, { recursive: true });
  const lines = [
    "#!/bin/sh",
    'if [ "$1" = --version ]; then echo "2.1.330 (Claude Code)"; exit 0; fi',
    "cat > /dev/null",
    'case " $* " in *" --resume "*) echo "No conversation found with session ID: s1" >&2; exit 1;; esac',
    say({ type: "system", subtype: "init", session_id: "s1", cwd: "/" }),
    "echo work > a.txt; echo mine > b.txt",
    say({ type: "assistant", message: { id: "m1", content: [{ type: "text", text: "Done" }] } }),
    say({ type: "result", subtype: "success", is_error: false, result: "Done" }),
  ];
  writeFileSync(join(bin, "claude"), `${lines.join("\n")}\n`);
  chmodSync(join(bin, "claude"), 0o755);
}

test("a session that its agent has lost is no end of the story: it is told the whole of it anew", async () => {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const bin = join(state.path, "bin");
  forgetful(bin);
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, PATH: `${bin}${delimiter}${state.env["PATH"]}`, ANTHROPIC_API_KEY: "k" },
    args: ["conduct", "-", "--agent", "claude", "--no-verify", "--deliver", "branch", "--json"],
    stdin: planText("focused", [story("S1", { title: "Work", writes: ["a.txt"] })]),
  });
  expect([ended.exitCode, eventsOf(ended.events, "story.finished")[0]?.outcome]).toEqual([0, "merged"]);
  expect(eventsOf(ended.events, "story.started").map(({ why }) => why ?? "first")).toEqual([
    "first",
    "surface",
    "crash",
  ]);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch;
  expect(repo.git("diff", "--name-only", `main...${branch}`)).toBe("a.txt");
});
