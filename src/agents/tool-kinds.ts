import type { ToolKind } from "../core/agent-event.ts";

/** Looks up what an agent's tool does; a tool that nobody listed is `other`. */
export function toolKind(kinds: Readonly<Record<string, ToolKind>>, nativeTool: string): ToolKind {
  return Object.hasOwn(kinds, nativeTool) ? (kinds[nativeTool] ?? "other") : "other";
}
