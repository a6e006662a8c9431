import process from "node:process";
import { createInterface } from "node:readline/promises";
import * as clack from "@clack/prompts";
import { plainLine } from "../../text/plain.ts";
import { type Asking, prompted, typed } from "./terminal.ts";

interface Choice<T> {
  value: T;
  label?: string;
  hint?: string;
}

/** A question with a few answers; null: the person left. In sentences the answers have numbers. */
export async function select<T extends string>(
  asking: Asking,
  question: { message: string; options: readonly Choice<T>[]; initialValue?: T },
): Promise<T | null> {
  const { message, options, initialValue } = question;
  if (!asking.plain) {
    const drawn = {
      message,
      options: options as clack.Option<T>[],
      ...(initialValue === undefined ? {} : { initialValue }),
    };
    return orNull(await prompted(asking, (streams) => clack.select<T>({ ...drawn, ...streams })));
  }
  const first = Math.max(
    0,
    options.findIndex(({ value }) => value === initialValue),
  );
  const lines = options.map(({ value, label, hint }, index) => {
    return `${index + 1}. ${label ?? value}${hint === undefined ? "" : ` (${hint})`}`;
  });
  for (;;) {
    const typed = await readLine(asking, `${message}\n${lines.join("\n")}\nA number, or Enter for ${first + 1}: `);
    if (typed === null) return null;
    const chosen = options[typed === "" ? first : Number(typed) - 1] ?? options.find(({ value }) => value === typed);
    if (chosen !== undefined) return chosen.value;
  }
}

/** A question with an answer in words; null: the person left. */
export async function text(
  asking: Asking,
  question: { message: string; initialValue?: string; validate?: (value: string | undefined) => string | undefined },
): Promise<string | null> {
  if (!asking.plain) return orNull(await prompted(asking, (streams) => clack.text({ ...question, ...streams })));
  const { message, initialValue = "", validate } = question;
  for (;;) {
    const kept = initialValue === "" ? "" : ` (Enter keeps: ${plainLine(initialValue)})`;
    const typed = await readLine(asking, `${message}${kept}: `);
    if (typed === null) return null;
    const value = typed === "" ? initialValue : typed;
    const wrong = validate?.(value);
    if (wrong === undefined) return value;
    process.stderr.write(`${wrong}\n`);
  }
}

/** As `text`, of several lines where something is drawn. */
export async function multiline(
  asking: Asking,
  question: { message: string; initialValue: string; showSubmit: boolean },
): Promise<string | null> {
  if (asking.plain) return await text(asking, question);
  return orNull(await prompted(asking, (streams) => clack.multiline({ ...question, ...streams })));
}

/** A question for a yes; null: the person left. */
async function confirm(asking: Asking, question: { message: string; initialValue: boolean }): Promise<boolean | null> {
  if (!asking.plain) return orNull(await prompted(asking, (streams) => clack.confirm({ ...question, ...streams })));
  const typed = await readLine(
    asking,
    `${question.message} (y or n, Enter for ${question.initialValue ? "y" : "n"}): `,
  );
  if (typed === null) return null;
  return typed === "" ? question.initialValue : /^y(es)?$/i.test(typed);
}

function orNull<T>(answer: T): Exclude<T, symbol> | null {
  return clack.isCancel(answer) ? null : (answer as Exclude<T, symbol>);
}

/** One line from the terminal as the terminal edits it; null: it was closed, or nobody waits for it any more. */
async function readLine(asking: Asking, question: string): Promise<string | null> {
  return await prompted(asking, async ({ input, output, signal }) => {
    const lines = createInterface({ input, output, terminal: false });
    const closed = new Promise<null>((resolve) => lines.once("close", () => resolve(null)));
    try {
      return await Promise.race([lines.question(question, { signal }).then((line) => line.trim()), closed]);
    } catch {
      return null;
    } finally {
      lines.close();
    }
  });
}

/** Asks for a text that is not empty; null when the person leaves. */
export async function askText(options: Asking, question: string, before = ""): Promise<string | null> {
  const answer = await text(options, {
    message: plainLine(question),
    initialValue: before,
    validate: (value) => (typed(value ?? "") === "" ? "Some words are needed; Ctrl-C leaves" : undefined),
  });
  return answer === null ? null : typed(answer);
}

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: Asking, message: string): Promise<boolean> {
  const answer = await confirm(options, { message, initialValue: false });
  return answer !== null && answer;
}
