import { confirm } from "./prompts.ts";
import type { Asking } from "./terminal.ts";

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: Asking, message: string): Promise<boolean> {
  const answer = await confirm(options, { message, initialValue: false });
  return answer !== null && answer;
}
