import { expect, test } from "bun:test";
import { existsSync, readdirSync, watch, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";

const longestMs = 90_000;

/** Resolves when a folder has a file of that name. */
async function untilIn(folder: string, name: string): Promise<void> {
  const there = Promise.withResolvers<void>();
  const look = () => {
    if (existsSync(join(folder, name))) there.resolve();
  };
  const watcher = watch(folder, look);
  look();
  await there.promise;
  watcher.close();
}

test(
  "what an agent at work has changed is looked at without the programs that it names for git",
  async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const trap = (name: string) => `touch ${state.path}/${name}-ran`;
    const settings = [
      ...["clean", "smudge", "process"].map((name) => `git config filter.evil.${name} "${trap(name)}"`),
      `git config diff.evil.textconv "${trap("textconv")}"`,
      `git config diff.external "${trap("external")}"`,
      `git config core.fsmonitor "${trap("fsmonitor")}"`,
    ].join("\n");
    const attributes = "echo '* filter=evil diff=evil' > .gitattributes";
    const command = `
git init -q sub && cd sub && echo x > x && git add x && git -c user.name=x -c user.email=x@y commit -qm x
${settings}
${attributes}; echo y > x; cd ..
git update-index --add --cacheinfo 160000,$(git -C sub rev-parse HEAD),sub
echo work > a.txt; echo new > new.txt; mkfifo pipe
${settings}
${attributes}
rm -f ${state.path}/*-ran; touch ${state.path}/ready
while [ ! -e ${state.path}/go ]; do sleep 0.1; done
rm -rf sub .gitattributes pipe`;
    const bin = join(state.path, "bin");
    const agent = installStandIn(bin, "claude", [{ do: "run", command }, { do: "end" }]);
    const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
    const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "branch", "--no-verify", "--yes", "--json"];
    const running = runArtifact({ cwd: repo.path, env, args: ["Fix the typo in a.txt", ...agent, ...flags] });
    await untilIn(state.path, "ready");
    const [run = ""] = readdirSync(join(state.path, "state", "runs"));
    const seen = await runArtifact({ cwd: repo.path, env, args: ["diff", run, "S1"] });
    const ran = readdirSync(state.path).filter((name) => name.endsWith("-ran"));
    writeFileSync(join(state.path, "go"), "");
    const ended = await running;
    expect(seen.stdout).toContain("-a\n+work\n");
    expect(seen.stdout).toContain("+++ b/new.txt\n@@ -0,0 +1 @@\n+new\n");
    expect(ran).toEqual([]);
    expect(eventsOf(ended.events, "delivery.finished")).toHaveLength(1);
  },
  longestMs,
);
