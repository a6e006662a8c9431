import { confirm, isCancel } from "@clack/prompts";
import { type Asking, prompted } from "./terminal.ts";

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: Asking, message: string): Promise<boolean> {
  const answer = await prompted(options, (streams) => confirm({ message, initialValue: false, ...streams }));
  return !isCancel(answer) && answer;
}
