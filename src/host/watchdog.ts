import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { treeVariable } from "./process-tree.ts";

/**
 * Ends the trees that are still registered when its stdin ends, which is when we are gone, however that happened.
 * Groups first, softly; then whoever carries a marker of ours (Linux). `kill -- -N` is an error in dash, hence `-N`.
 */
const script = `
trees=""
while read -r verb group; do
  case "$verb" in
    add) trees="$trees $group" ;;
    end) left=""; for tree in $trees; do [ "$tree" = "$group" ] || left="$left $tree"; done; trees="$left" ;;
  esac
done
marked() { grep -l "${treeVariable}=$1-" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; }
[ -n "$trees$(marked "$1")" ] || exit 0
for signal in TERM KILL; do
  for group in $trees; do kill -$signal -$group 2>/dev/null; done
  for pid in $(marked "$1"); do kill -$signal "$pid" 2>/dev/null; done
  [ $signal = KILL ] || sleep 1
done
sleep 0.2
for pid in $(marked "$1"); do kill -KILL "$pid" 2>/dev/null; done
`;

/** A small process that outlives us and ends what we started, when we could not. */
export interface Watchdog {
  add(group: number): void;
  end(group: number): void;
}

/** Starts the watchdog; `owner` begins the marker of every tree that it watches. */
export function startWatchdog(owner: string): Watchdog {
  const child = spawn("/bin/sh", ["-c", script, "baro-watchdog", owner], {
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    // In a session of its own no signal of our terminal reaches it.
    detached: true,
  });
  // A watchdog that can't be started or died protects less; it must not end the run.
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  letGo(child);
  return {
    add: (group) => void child.stdin?.write(`add ${group}\n`),
    end: (group) => void child.stdin?.write(`end ${group}\n`),
  };
}

/** Neither the process nor its pipe keeps us from ending. */
function letGo(child: ChildProcess): void {
  child.unref();
  const pipe = child.stdin as unknown as { unref?: () => void } | null;
  pipe?.unref?.();
}
