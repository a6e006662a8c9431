import { confirm, isCancel } from "@clack/prompts";
import { type Asking, promptStreams } from "./terminal.ts";

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: Asking, message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false, ...promptStreams(options) });
  return !isCancel(answer) && answer;
}
