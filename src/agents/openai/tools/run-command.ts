import { z } from "zod";
import { childEnvironment } from "../../../host/environment.ts";
import type { Child } from "../../../host/host.ts";
import { findProgram } from "../../../host/spawn.ts";
import { newHeadTail } from "../head-tail.ts";
import { defineTool, maxOutputBytes, type ToolContext, type ToolResult } from "../tool.ts";

const defaultTimeoutMs = 10 * 60_000;

export const runShellCommand = defineTool({
  name: "run_command",
  kind: "run",
  writes: true,
  description:
    "Runs a shell command in the folder that you work in, without a terminal, stdout and stderr as one. " +
    "What it leaves in the background is stopped when it ends.",
  input: z.object({
    command: z.string().min(1),
    timeout_ms: z.int().min(1).optional().describe(`Default ${defaultTimeoutMs}`),
  }),
  paths: () => [],
  async run({ command, timeout_ms }, context) {
    const timeoutMs = Math.min(timeout_ms ?? defaultTimeoutMs, context.toolMs);
    const { host } = context;
    const timeUp = new AbortController();
    const over = new AbortController();
    const child = await startShell(command, context, AbortSignal.any([context.signal, timeUp.signal]));
    void host.sleep(timeoutMs, over.signal).then(() => {
      if (!over.signal.aborted) timeUp.abort();
    });
    try {
      return await collect(child, () => (timeUp.signal.aborted ? timeoutMs : null));
    } finally {
      over.abort();
    }
  },
});

function startShell(command: string, context: ToolContext, signal: AbortSignal): Promise<Child> {
  const { host, root, cwd, env } = context;
  const invocation = context.sandboxed({
    // Models write for bash; a machine without it has the shell of the standard.
    program: findProgram("bash", host.env["PATH"]) ?? "sh",
    // `exec` joins the streams in the order in which they are written; `eval` keeps here-documents and comments whole.
    args: ["-c", 'exec 2>&1; eval "$0"', command],
  });
  const start = { ...invocation, cwd, env: childEnvironment(host.env, env) };
  return host.spawn({ ...start, signal, detached: true, ownPlace: root });
}

async function collect(child: Child, timedOutAfter: () => number | null): Promise<ToolResult> {
  const output = newHeadTail(maxOutputBytes);
  const read = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) output.add(chunk);
  };
  const [exit] = await Promise.all([child.exit, read(child.stdout), read(child.stderr)]);
  const timeoutMs = timedOutAfter();
  const ends = [output.text().trimEnd()];
  if (timeoutMs !== null) ends.push(`[stopped after ${timeoutMs} ms]`);
  else if (exit.exitCode !== 0) ends.push(`[exit code ${exit.exitCode ?? exit.signal}]`);
  return {
    ok: exit.exitCode === 0 && timeoutMs === null,
    output: ends.filter((part) => part !== "").join("\n") || "[no output]",
    outputBytes: output.totalBytes(),
    exitCode: exit.exitCode,
  };
}
