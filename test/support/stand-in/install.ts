import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Protocol, Step } from "./steps.ts";

/** What the real programs say to `--version`, of versions that were tried. */
const versions: Readonly<Record<Protocol, string>> = {
  claude: "2.1.330 (Claude Code)",
  codex: "codex-cli 0.169.0",
  opencode: "1.18.33",
  pi: "1.5.2",
  acp: "1.0.0",
};

/** Variables with which each of them looks signed in. */
export const signedIn: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: "a-stand-in-needs-no-key",
  OPENAI_API_KEY: "a-stand-in-needs-no-key",
  CODEX_API_KEY: "a-stand-in-needs-no-key",
};

/** Puts a stand-in for an agent's program into a folder of the PATH; gives back the flags that choose it. */
export function installStandIn(bin: string, protocol: Protocol, steps: readonly Step[]): string[] {
  mkdirSync(bin, { recursive: true });
  const name = protocol === "acp" ? "small-agent" : protocol;
  const told = join(bin, `${name}.steps.json`);
  writeFileSync(told, JSON.stringify(steps));
  const program = join(import.meta.dirname, "program.ts");
  const lines = [
    "#!/bin/sh",
    `if [ "$1" = --version ]; then echo "${versions[protocol]}"; exit 0; fi`,
    `exec '${process.execPath}' '${program}' ${protocol} "$(cat '${told}')" "$@"`,
  ];
  writeFileSync(join(bin, name), `${lines.join("\n")}\n`);
  chmodSync(join(bin, name), 0o755);
  return ["--agent", protocol === "acp" ? `acp:${join(bin, name)}` : protocol];
}
