import { expect, test } from "bun:test";
import { delimiter, join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { protocols, type Step } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState, leftovers } from "./checkout-state.ts";
import { planText, story } from "./scripted-endpoint.ts";

const me = "git -c user.name=x -c user.email=y@example.com";

/** What an agent of any wire does besides its work, and what must become of it. */
const commands = (outside: string) => [
  // Ignored, within its surface and beside it.
  "mkdir -p own/lib lib && echo util > own/lib/util.py && echo x > lib/other.txt",
  // A link in the place of a folder.
  `rm -rf own/sub && ln -s '${outside}' own/sub`,
  // What is another's.
  "echo mine > b.txt",
  // Work that is left in a stash.
  `echo tried > own/t.txt && git add own/t.txt && ${me} stash -q -- own/t.txt`,
  // What can't be read by everybody.
  "mkdir own/closed && echo x > own/closed/f && chmod -R a-w own/closed && printf x > \"lib/$(printf 'na\\357ve')\"",
];

test.each(protocols.map((name) => [name]))(
  "%s: what is put back or left out is told, kept and named, and the work lands",
  async (protocol) => {
    using outside = scratchFolder();
    using state = privateState();
    using repo = scratchRepository({
      ...{ "own/a.txt": "a\n", "own/sub/s.txt": "s\n", "b.txt": "b\n" },
      ".gitignore": "lib/\n",
    });
    const before = checkoutState(repo.path);
    const bin = join(state.path, "bin");
    const agent = installStandIn(bin, protocol, [
      { do: "write", path: "own/a.txt", content: "the work\n" },
      ...commands(outside.path).map((command): Step => ({ do: "run", command })),
      { do: "end" },
    ]);
    const { exitCode, events } = await runArtifact({
      cwd: repo.path,
      env: { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` },
      args: ["conduct", "-", ...agent, "--no-verify", "--deliver", "branch", "--json"],
      stdin: planText("focused", [story("S1", { title: "Work", writes: ["own/"] })]),
    });
    expect([exitCode, eventsOf(events, "story.finished").map(({ outcome }) => outcome)]).toEqual([0, ["merged"]]);
    expect(checkoutState(repo.path)).toEqual(before);
    const branch = eventsOf(events, "delivery.finished")[0]?.branch;
    expect(repo.git("diff", "--name-only", `main...${branch}`).split("\n")).toEqual(["own/a.txt", "own/closed/f"]);
    const leftOut = eventsOf(events, "files.left_out");
    expect(new Set(leftOut.flatMap(({ paths }) => paths))).toEqual(
      new Set(["own/lib/util.py", "lib/other.txt", "own/t.txt"]),
    );
    const kept = leftovers(repo.path);
    expect(kept).toEqual([...new Set(leftOut.flatMap((event) => event.kept ?? []))]);
    const reverted = eventsOf(events, "surface.violated").filter(({ action }) => action === "reverted");
    expect(new Set(reverted.flatMap(({ paths }) => paths))).toEqual(
      new Set(["own/sub", "own/sub/s.txt", "b.txt", "lib/na\\xefve"]),
    );
    // Told once, whatever the agent knows of its earlier sessions.
    expect(eventsOf(events, "story.started").map(({ why }) => why ?? "first")).toEqual(["first", "surface"]);
  },
  40_000,
);
