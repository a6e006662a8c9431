import type { AgentEvent } from "../../core/agent-event.ts";
import { messageOf } from "../../core/error.ts";
import { parseJson } from "../../core/parse-json.ts";
import { boundInput, boundOutput } from "../bound.ts";
import type { ToolCall } from "./assemble-calls.ts";
import { repositoryPath } from "./confine.ts";
import { type PreparedCall, type Tool, type ToolContext, ToolFailure, type ToolResult, textResult } from "./tool.ts";

export interface CallOutcome {
  id: string;
  /** What the model is told. */
  output: string;
  /** The call itself could not be understood: unknown tool, or broken arguments. */
  broken: boolean;
}

interface PlannedCall {
  call: ToolCall;
  tool: Tool | undefined;
  input: unknown;
  prepared: PreparedCall | null;
  /** Why the call can't be run. */
  problem: string;
}

const maxAtOnce = 8;

/**
 * Runs the calls of one answer: reads that follow one another side by side, whatever may write alone and in order. Says
 * one `called` and one `finished` for each; outcomes are in the order of the calls.
 */
export async function runCalls(
  calls: readonly ToolCall[],
  tools: readonly Tool[],
  context: ToolContext,
  emit: (event: AgentEvent) => void,
): Promise<CallOutcome[]> {
  const planned = calls.map((call) => planCall(call, tools));
  const outcomes: CallOutcome[] = [];
  for (const batch of batches(planned)) {
    outcomes.push(...(await Promise.all(batch.map((one) => runCall(one, context, emit)))));
  }
  return outcomes;
}

/**
 * By its name, or by one in the frame that some templates leave around it (`functions.read_file:0`,
 * `read_file<|channel|>`), or written as another language would (`readFile`, `read-file`).
 */
function toolNamed(called: string, tools: readonly Tool[]): Tool | undefined {
  const parts = called
    .replace(/<\|.*$/s, "")
    .split(/[.:/]/)
    .map(plain);
  return tools.find(({ name }) => name === called) ?? tools.find(({ name }) => parts.includes(plain(name)));
}

function plain(name: string): string {
  return name.replaceAll(/[\W_]/g, "").toLowerCase();
}

function planCall(call: ToolCall, tools: readonly Tool[]): PlannedCall {
  const tool = toolNamed(call.name, tools);
  const refused = (problem: string, input: unknown = call.arguments): PlannedCall => {
    return { call, tool, input, prepared: null, problem };
  };
  if (tool === undefined) {
    return refused(`There is no tool "${call.name}". Tools: ${tools.map(({ name }) => name).join(", ")}`);
  }
  let input: unknown;
  try {
    input = parseJson(call.arguments);
  } catch (error) {
    return refused(`The arguments of ${call.name} are not JSON: ${messageOf(error)}`);
  }
  try {
    return { call, tool, input, prepared: tool.prepare(input), problem: "" };
  } catch (error) {
    return refused(messageOf(error), input);
  }
}

function batches(planned: readonly PlannedCall[]): PlannedCall[][] {
  const result: PlannedCall[][] = [];
  let reads: PlannedCall[] | null = null;
  for (const one of planned) {
    const reading: boolean = one.tool?.writes !== true;
    if (reading && reads !== null && reads.length < maxAtOnce) {
      reads.push(one);
      continue;
    }
    const batch = [one];
    result.push(batch);
    reads = reading ? batch : null;
  }
  return result;
}

async function runCall(
  { call, tool, input, prepared, problem }: PlannedCall,
  context: ToolContext,
  emit: (event: AgentEvent) => void,
): Promise<CallOutcome> {
  emit({
    type: "agent.tool.called",
    call: call.id,
    tool: tool?.kind ?? "other",
    nativeTool: tool?.name ?? call.name,
    input: boundInput(input),
    paths: (prepared?.paths ?? []).flatMap((path) => repositoryPath(context.root, path, context.cwd) ?? []),
  });
  const result = prepared === null ? textResult(problem, false) : await attempt(prepared, context);
  // A stopped command has an exit, but the call was never answered.
  const ok = context.signal.aborted ? null : result.ok;
  const { exitCode, outputBytes } = result;
  emit({
    type: "agent.tool.finished",
    call: call.id,
    ok,
    exitCode,
    output: boundOutput(result.output).output,
    outputBytes,
  });
  return { id: call.id, output: result.output, broken: prepared === null };
}

async function attempt(prepared: PreparedCall, context: ToolContext): Promise<ToolResult> {
  if (context.signal.aborted) return textResult("Stopped before it began.", false);
  try {
    return await prepared.run(context);
  } catch (error) {
    // What the file system or a missing program says is for the model to react to, as much as our own refusals.
    return textResult(error instanceof ToolFailure ? error.message : `Failed: ${messageOf(error)}`, false);
  }
}
