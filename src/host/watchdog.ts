import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { type ProcessTree, treeVariable } from "./process-tree.ts";

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
interface Watchdog {
  add(group: number): void;
  end(group: number): void;
}

/** Starts the watchdog; `owner` begins the marker of every tree that it watches. */
function startWatchdog(owner: string): Watchdog {
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

/** Knows the trees of detached children, and has them watched in case we die. */
export interface TreeKeeper {
  newMarker(): string;
  add(tree: ProcessTree): void;
  end(tree: ProcessTree): void;
}

/** The watchdog is started with the first tree: short commands never need one. */
export function newTreeKeeper(owner: string): TreeKeeper {
  let watchdog: Watchdog | null = null;
  let count = 0;
  return {
    newMarker: () => {
      // It watches before the child starts: the marker is enough for it where it can be read.
      watchdog ??= startWatchdog(owner);
      return `${owner}-${++count}`;
    },
    add: ({ pid }) => watchdog?.add(pid),
    end: ({ pid }) => watchdog?.end(pid),
  };
}
