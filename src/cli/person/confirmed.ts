import { confirm, isCancel } from "@clack/prompts";
import type { RunOptions } from "../../core/options.ts";
import { promptStreams } from "./terminal.ts";

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: RunOptions, message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false, ...promptStreams(options.color) });
  return !isCancel(answer) && answer;
}
