import { z } from "zod";
import type { ToolKind } from "../../core/agent-event.ts";
import type { Host } from "../../host/host.ts";
import { boundText } from "./head-tail.ts";

/** Bytes of one tool's output that the model is shown: beginning and end of what is longer. */
export const maxOutputBytes = 32_000;

export interface Invocation {
  program: string;
  args: readonly string[];
}

export interface ToolContext {
  host: Host;
  /** The worktree, as a real path. */
  root: string;
  /** The folder of it that paths are from and commands run in, as a real path. */
  cwd: string;
  /** The story's own variables. */
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Milliseconds that one command may run. */
  toolMs: number;
  /** Puts a command into the sandbox, when the task asks for one. */
  sandboxed(command: Invocation): Invocation;
}

export interface ToolResult {
  ok: boolean;
  /** Bounded. */
  output: string;
  /** Bytes of the whole. */
  outputBytes: number;
  exitCode: number | null;
}

/** A tool that said no; its message is for the model. */
export class ToolFailure extends Error {}

/** One tool call whose arguments were understood. */
export interface PreparedCall {
  paths: string[];
  run(context: ToolContext): Promise<ToolResult>;
}

export interface Tool {
  name: string;
  kind: ToolKind;
  description: string;
  /** True when it may change the worktree: never offered to a task that only looks, and run in order. */
  writes: boolean;
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>;
  /** Throws `ToolFailure` when the arguments aren't what the schema says. */
  prepare(args: unknown): PreparedCall;
}

interface ToolDefinition<T> {
  name: string;
  kind: ToolKind;
  description: string;
  writes: boolean;
  input: z.ZodType<T>;
  paths(input: T): string[];
  run(input: T, context: ToolContext): Promise<ToolResult>;
}

/** Ties a tool's schema to the types of its code. */
export function defineTool<T>(definition: ToolDefinition<T>): Tool {
  const { name, kind, description, writes, input } = definition;
  return {
    name,
    kind,
    description,
    writes,
    parameters: z.toJSONSchema(input, { io: "input" }) as Record<string, unknown>,
    prepare(args) {
      const parsed = input.safeParse(args);
      if (!parsed.success) {
        throw new ToolFailure(`The arguments of ${name} are wrong: ${z.prettifyError(parsed.error)}`);
      }
      return {
        paths: definition.paths(parsed.data),
        run: (context) => definition.run(parsed.data, context),
      };
    },
  };
}

/** A result that is only text. */
export function textResult(text: string, ok = true): ToolResult {
  return { ok, output: boundText(text, maxOutputBytes), outputBytes: Buffer.byteLength(text), exitCode: null };
}
