import type { Host, Terminal } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";

interface Circumstances {
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  platform?: string;
  stdin?: string;
  terminal?: Partial<Terminal>;
}

/** The real host but for what the test says, with both outputs kept. Without a terminal unless the test has one. */
export function testHost(circumstances: Circumstances = {}): Host & { out(): string; err(): string } {
  const { env = {}, stdin = "", terminal = {}, ...rest } = circumstances;
  let out = "";
  let err = "";
  const none = { stdinIsTty: false, stdoutIsTty: false, stderrIsTty: false, columns: () => 80, rows: () => 24 };
  return {
    ...systemHost(),
    ...rest,
    env: { HOME: process.env["HOME"], PATH: process.env["PATH"], TERM: "xterm", ...env },
    terminal: { ...none, ...terminal },
    writeOut: (text) => {
      out += text;
    },
    writeAsIs: (text) => {
      out += text;
    },
    writeErr: (text) => {
      err += text;
    },
    readStdin: async () => stdin,
    out: () => out,
    err: () => err,
  };
}

export const aTerminal: Partial<Terminal> = { stdinIsTty: true, stdoutIsTty: true, stderrIsTty: true };
