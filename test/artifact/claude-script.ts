import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const say = (value: unknown) => `printf '%s\\n' '${JSON.stringify(value)}'`;
const usage = { input_tokens: 10, output_tokens: 5 };

/**
 * A program that speaks as claude does. Of its starts in `folder` the first writes half of alpha.txt and goes on with `first`;
 * every later one finds that half, or has nothing to go on from. Gives the environment in which it is found.
 */
export function scriptedClaude(folder: string, first: readonly string[]): Record<string, string> {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const program = join(bin, "claude");
  const lines = [
    "#!/bin/sh",
    'if [ "$1" = --version ]; then echo "2.1.330 (Claude Code)"; exit 0; fi',
    "cat > /dev/null",
    `echo start >> ${join(folder, "starts")}`,
    `if [ "$(wc -l < ${join(folder, "starts")})" -eq 1 ]; then`,
    "echo half > alpha.txt",
    ...first,
    "fi",
    say({ type: "system", subtype: "init", session_id: "s2", cwd: "/" }),
    "grep -q half alpha.txt && echo done > alpha.txt",
    say({ type: "assistant", message: { id: "m1", content: [{ type: "text", text: "Done" }], usage } }),
    say({ type: "result", subtype: "success", is_error: false, result: "Done", usage }),
  ];
  writeFileSync(program, `${lines.join("\n")}\n`);
  chmodSync(program, 0o755);
  return { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, ANTHROPIC_API_KEY: "k" };
}

/** What claude says first. */
export const greeting = say({ type: "system", subtype: "init", session_id: "s1", cwd: "/" });
