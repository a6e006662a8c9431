import type { Tool } from "./tool.ts";
import { editFile, readFile, writeFile } from "./tools/files.ts";
import { listFiles, search } from "./tools/find.ts";
import { runShellCommand } from "./tools/run-command.ts";

const tools: readonly Tool[] = [readFile, listFiles, search, editFile, writeFile, runShellCommand];

/** The tools of a task. One that only looks gets none that could write. */
export function toolsFor(readOnly: boolean): readonly Tool[] {
  return readOnly ? tools.filter((tool) => !tool.writes) : tools;
}

/** A tool as the endpoint is told of it. */
export function describeTool({ name, description, parameters }: Tool): object {
  return { type: "function", function: { name, description, parameters } };
}
