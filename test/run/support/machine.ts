import { join } from "node:path";
import type { WorkerOffer } from "../../../src/core/options.ts";
import type { Host } from "../../../src/host/host.ts";
import { loadSettings } from "../../../src/settings/load.ts";
import type { RunOptions } from "../../../src/settings/options.ts";
import type { FlagValues } from "../../../src/settings/texts.ts";
import { story, writing } from "../../artifact/scripted-endpoint.ts";
import { testHost } from "../../cli/test-host.ts";
import { scratchFolder } from "../../support/scratch.ts";

type Signals = Parameters<Host["onSignal"]>[0];

/** A machine with a home of its own, whose signals a test gives. */
export async function machine(
  env: Readonly<Record<string, string | undefined>>,
  flags: FlagValues = {},
  more: Partial<Host> = {},
) {
  const home = scratchFolder();
  const own = { HOME: home.path, BARO_HOME: join(home.path, "state"), XDG_CACHE_HOME: join(home.path, "cache") };
  const listeners = new Set<Signals>();
  const onSignal: Host["onSignal"] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const quiet = testHost({ cwd: home.path, env: { PATH: process.env["PATH"], ...env, ...own } });
  const host: Host & { err(): string } = { ...quiet, onSignal, ...more };
  const { options }: { options: RunOptions } = await loadSettings(host, flags);
  return {
    host,
    options,
    hears: (): number => listeners.size,
    signal: (name: Parameters<Signals>[0]): void => {
      for (const listener of listeners) listener(name);
    },
    [Symbol.dispose]: (): void => home[Symbol.dispose](),
  };
}

export const offer: WorkerOffer = { slots: 2, labels: ["gpu=a100"], repositories: [] };
/** Two stories, and what is written for them. */
export const [a, b] = [
  story("S1", { title: "Write a", writes: ["a.txt"], verify: ["grep -q new a.txt"] }),
  story("S2", { title: "Write b", writes: ["b.txt"] }),
];
export const writes = { "Write a": [writing({ "a.txt": "new a\n" })], "Write b": [writing({ "b.txt": "new b\n" })] };
