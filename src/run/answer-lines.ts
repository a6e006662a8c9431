import type { Host } from "../host/host.ts";
import { newLineSplitter } from "../host/lines.ts";
import { readAnswerLine } from "./answers.ts";

/** No answer is longer: the largest plan fits. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** A program that says more nonsense than this is not listened to any more. */
const mostRefused = 1000;

/** What lines on stdin lead to. */
export interface Hearer {
  take(id: string, answer: unknown): void;
  refuse(id: string | null, why: string): void;
  /** Stdin has ended. */
  end(): void;
}

/** Reads answers from stdin, one JSON line each, until it ends or is closed. Blank lines say nothing. */
export function hearAnswers(host: Pick<Host, "hearStdin">, hearer: Hearer): { close(): void } {
  const lines = newLineSplitter(maxAnswerBytes);
  let refused = 0;
  const refuse = (id: string | null, why: string) => {
    refused++;
    if (refused <= mostRefused) return hearer.refuse(id, why);
    close();
    hearer.end();
  };
  const hear = ({ text, droppedBytes }: { text: string; droppedBytes: number }) => {
    if (refused > mostRefused || (text.trim() === "" && droppedBytes === 0)) return;
    if (droppedBytes > 0) return refuse(null, `it is longer than ${maxAnswerBytes} bytes`);
    const read = readAnswerLine(text);
    if ("why" in read) refuse(read.id, read.why);
    else hearer.take(read.id, read.answer);
  };
  const close = host.hearStdin(
    (chunk) => lines.push(chunk).forEach(hear),
    () => {
      lines.end().forEach(hear);
      hearer.end();
    },
  );
  return { close };
}
