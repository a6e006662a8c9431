import { isCancel, text } from "@clack/prompts";
import { plainLine } from "../../text/plain.ts";
import { type Asking, prompted, typed } from "./terminal.ts";

/** Asks for a text that is not empty; null when the person leaves. */
export async function askText(options: Asking, question: string, before = ""): Promise<string | null> {
  const answer = await prompted(options, (streams) =>
    text({
      message: plainLine(question),
      initialValue: before,
      validate: (value) => (typed(value ?? "") === "" ? "Some words are needed; Ctrl-C leaves" : undefined),
      ...streams,
    }),
  );
  return isCancel(answer) ? null : typed(answer);
}
