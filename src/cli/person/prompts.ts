import { wrapLog } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { type Choice, labelText, menu, type Question } from "./menu.ts";
import { type Asking, paintOf, readLine, readLines, sentences, sentenceWidth, typed } from "./terminal.ts";
import { textArea, type Written } from "./text-area.ts";

/** A question with a few answers; null: the person left. In sentences the answers have numbers. */
export async function select<T extends string>(asking: Asking, question: Question<T>): Promise<T | null> {
  if (!asking.plain) return await asking.floor.pose(menu(question, paintOf(asking)), asking.stop);
  const { message, options, initialValue } = question;
  const first = Math.max(
    0,
    options.findIndex(({ value }) => value === initialValue),
  );
  const width = sentenceWidth(asking.floor);
  const words = typeof message === "string" ? wrapLog(message, width) : message(width);
  const lines = options.flatMap((option, index) => wrapLog(numbered(option, index, width), width));
  const ask = `A number, or Enter for ${first + 1}: `;
  let text = [...words, ...lines, ask].join("\n");
  for (;;) {
    const answer = await readLine(asking, text);
    if (answer === null) return null;
    text = `"${plainLine(answer)}" is not an answer: type a number from 1 to ${options.length}\n${ask}`;
    const chosen =
      options[answer === "" ? first : Number(answer) - 1] ??
      options.find(({ value, key }) => value === answer || key === answer);
    if (chosen !== undefined) return chosen.value;
  }
}

function numbered<T>({ label, hint }: Choice<T>, index: number, width: number): string {
  return `${index + 1}. ${labelText(label, width - 3)}${hint === undefined ? "" : ` (${hint})`}`;
}

/** A question with an answer in words of one line; null: the person left. */
export async function text(
  asking: Asking,
  question: { message: string; initialValue?: string; validate?: (text: string) => string | undefined },
): Promise<string | null> {
  const { message, initialValue = "", validate } = question;
  if (asking.plain) return await sentence(asking, { message, initialValue, validate }, readLine);
  const area = textArea({ message: () => [message], initialValue, isLong: false, validate }, paintOf(asking));
  return (await asking.floor.pose(area, asking.stop))?.text ?? null;
}

/** A question with an answer of many lines; null: the person left. The answer may be that they want an editor. */
export async function longText(
  asking: Asking,
  question: {
    message: (width: number) => readonly string[];
    initialValue: string;
    validate?: (text: string) => string | undefined;
    open?: (redraw: () => void) => void;
  },
): Promise<Written | null> {
  if (!asking.plain)
    return await asking.floor.pose(textArea({ ...question, isLong: true }, paintOf(asking)), asking.stop);
  const message = `${question.message(sentenceWidth(asking.floor)).join("\n")}\nAn empty line ends it`;
  const { initialValue, validate } = question;
  const answer = await sentence(asking, { message, initialValue, validate }, readLines);
  return answer === null ? null : { kind: "text", text: answer };
}

async function sentence(
  asking: Asking,
  question: { message: string; initialValue: string; validate: ((text: string) => string | undefined) | undefined },
  read: (asking: Asking, question: string) => Promise<string | null>,
): Promise<string | null> {
  const { message, initialValue, validate } = question;
  const kept = initialValue === "" ? "" : ` (Enter keeps: ${plainLine(initialValue)})`;
  for (;;) {
    const answer = await read(asking, `${message}${kept}: `);
    if (answer === null) return null;
    const value = answer.trim() === "" ? initialValue : answer;
    const wrong = validate?.(value);
    if (wrong === undefined) return value;
    asking.floor.say(sentences(`${wrong}\n`, sentenceWidth(asking.floor)));
  }
}

/** A question for a yes; null: the person left. */
async function confirm(asking: Asking, question: { message: string; initialValue: boolean }): Promise<boolean | null> {
  const { message, initialValue } = question;
  if (!asking.plain) {
    const options = [
      { value: "yes", label: "Yes", key: "y" },
      { value: "no", label: "No", key: "n" },
    ] as const;
    const initial = initialValue ? "yes" : "no";
    const answer = await asking.floor.pose(
      menu<"yes" | "no">({ message, options, initialValue: initial }, paintOf(asking)),
      asking.stop,
    );
    return answer === null ? null : answer === "yes";
  }
  const answer = await readLine(asking, `${message} (y or n, Enter for ${initialValue ? "y" : "n"}): `);
  if (answer === null) return null;
  return answer === "" ? initialValue : /^y(es)?$/i.test(answer);
}

/** Asks for a text that is not empty; null when the person leaves. */
export async function askText(options: Asking, question: string, before = ""): Promise<string | null> {
  const answer = await text(options, {
    message: plainLine(question),
    initialValue: before,
    validate: (value) => (typed(value) === "" ? "Type a few words; Ctrl-C leaves" : undefined),
  });
  return answer === null ? null : typed(answer);
}

/** Asks for a yes; anything else, leaving included, is a no. */
export async function confirmed(options: Asking, message: string): Promise<boolean> {
  const answer = await confirm(options, { message, initialValue: false });
  return answer !== null && answer;
}
