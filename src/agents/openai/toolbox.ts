import { isRecord } from "../../core/narrow.ts";
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
  return { type: "function", function: { name, description, parameters: plainSchema(parameters) } };
}

/** What some endpoints refuse in a schema, and no model needs: our own check of the arguments holds it. */
const leftOut = new Set(["$schema", "additionalProperties", "minLength", "default"]);

function plainSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainSchema);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key, one]) => !leftOut.has(key) && one !== Number.MAX_SAFE_INTEGER);
  return Object.fromEntries(kept.map(([key, one]) => [key, plainSchema(one)]));
}
