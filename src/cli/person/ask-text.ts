import { plainLine } from "../../text/plain.ts";
import { text } from "./prompts.ts";
import { type Asking, typed } from "./terminal.ts";

/** Asks for a text that is not empty; null when the person leaves. */
export async function askText(options: Asking, question: string, before = ""): Promise<string | null> {
  const answer = await text(options, {
    message: plainLine(question),
    initialValue: before,
    validate: (value) => (typed(value ?? "") === "" ? "Some words are needed; Ctrl-C leaves" : undefined),
  });
  return answer === null ? null : typed(answer);
}
