import type { ScriptedCall, ScriptRequest } from "../../src/demo/scripted/script.ts";

/** Which family of tools a request offers, told by the tools themselves. */
type Dialect = "capitals" | "patch" | "code" | "camel" | "long" | "plain";

function dialectOf({ tools }: ScriptRequest): Dialect {
  if (tools.includes("Bash")) return "capitals";
  if (tools.includes("run_shell_command")) return "long";
  if (tools.includes("exec_command")) return "patch";
  if (tools.includes("exec")) return "code";
  return tools.includes("glob") || tools.includes("todowrite") ? "camel" : "plain";
}

/** The folder that the agent says it works in; some of them take absolute paths alone. */
export function folderOf({ system, user }: ScriptRequest): string {
  return /(?:[Ww]orking directory: |working in the directory: |<cwd>)([^\s<]+)/.exec(`${user}\n${system}`)?.[1] ?? ".";
}

const code = (call: string): ScriptedCall => ({ name: "exec", input: `text(await ${call});` });

/** A call that runs a shell command. */
export function runCall(request: ScriptRequest, command: string): ScriptedCall {
  switch (dialectOf(request)) {
    case "capitals":
      return { name: "Bash", input: { command, description: "Run a command" } };
    case "patch":
      return { name: "exec_command", input: { cmd: command } };
    case "code":
      return code(`tools.exec_command(${JSON.stringify({ cmd: command })})`);
    case "camel":
      return { name: "bash", input: { command, description: "Run a command" } };
    case "long":
      return { name: "run_shell_command", input: { command, is_background: false, description: "Run a command" } };
    case "plain":
      return { name: "bash", input: { command } };
  }
}

/** A call that reads a file. */
export function readCall(request: ScriptRequest, path: string): ScriptedCall {
  const absolute = `${folderOf(request)}/${path}`;
  switch (dialectOf(request)) {
    case "capitals":
      return { name: "Read", input: { file_path: absolute } };
    case "camel":
      return { name: "read", input: { filePath: absolute } };
    case "long":
      return { name: "read_file", input: { absolute_path: absolute, file_path: absolute } };
    case "plain":
      return { name: "read", input: { path } };
    default:
      return runCall(request, `cat ${path}`);
  }
}

/** A call that writes a whole file that is not there yet. */
export function writeCall(request: ScriptRequest, path: string, content: string): ScriptedCall {
  const absolute = `${folderOf(request)}/${path}`;
  const lines = content.replace(/\n$/, "").split("\n");
  const patch = ["*** Begin Patch", `*** Add File: ${path}`, ...lines.map((line) => `+${line}`), "*** End Patch"];
  switch (dialectOf(request)) {
    case "capitals":
      return { name: "Write", input: { file_path: absolute, content } };
    case "camel":
      return { name: "write", input: { filePath: absolute, content } };
    case "long":
      return { name: "write_file", input: { file_path: absolute, content } };
    case "plain":
      return { name: "write", input: { path, content } };
    case "patch":
      return { name: "apply_patch", input: patch.join("\n") };
    case "code":
      return code(`tools.apply_patch(${JSON.stringify(patch.join("\n"))})`);
  }
}

/** A call that replaces one line of a file. */
export function editCall(request: ScriptRequest, path: string, before: string, after: string): ScriptedCall {
  const absolute = `${folderOf(request)}/${path}`;
  const patch = ["*** Begin Patch", `*** Update File: ${path}`, "@@", `-${before}`, `+${after}`, "*** End Patch"].join(
    "\n",
  );
  switch (dialectOf(request)) {
    case "capitals":
      return { name: "Edit", input: { file_path: absolute, old_string: before, new_string: after } };
    case "camel":
      return { name: "edit", input: { filePath: absolute, oldString: before, newString: after } };
    case "long":
      return { name: "edit", input: { file_path: absolute, old_string: before, new_string: after } };
    case "plain":
      return { name: "edit", input: { path, edits: [{ oldText: before, newText: after }] } };
    case "patch":
      return { name: "apply_patch", input: patch };
    case "code":
      return code(`tools.apply_patch(${JSON.stringify(patch)})`);
  }
}

/** A call that gives a sub-agent a task of its own. */
export function delegateCall({ tools }: ScriptRequest, prompt: string): ScriptedCall {
  const description = "Run an errand";
  if (tools.includes("spawn_agent")) {
    return { name: "spawn_agent", input: { task_name: "errand", message: prompt, fork_turns: "none" } };
  }
  if (tools.includes("task")) return { name: "task", input: { description, prompt, subagent_type: "general" } };
  const name = tools.includes("Agent") ? "Agent" : "Task";
  return { name, input: { description, prompt, subagent_type: "general-purpose" } };
}

/** The calls that wait for a sub-agent, where it is not waited for by itself. */
export function awaitCalls({ tools }: ScriptRequest): ScriptedCall[] {
  return tools.includes("wait_agent") ? [{ name: "wait_agent", input: { timeout_ms: 20_000 } }] : [];
}

/** A call that writes a to-do list, the first step done. */
export function todoCall({ tools }: ScriptRequest, steps: readonly string[]): ScriptedCall {
  const todos = steps.map((content, index) => ({ content, status: index === 0 ? "completed" : "pending" }));
  if (tools.includes("todowrite")) {
    return { name: "todowrite", input: { todos: todos.map((todo) => ({ ...todo, priority: "high" })) } };
  }
  // Its tools for tasks are looked up before they may be called.
  return { name: "ToolSearch", input: { query: "select:TaskCreate" } };
}
