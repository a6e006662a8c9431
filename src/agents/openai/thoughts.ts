/** What a model said, with what it thought apart from it. */
interface Said {
  text: string;
  reasoning: string;
  refusal: string;
}

/** Marks around a thought that a model without a parser for them writes into its answer. */
const thoughts: readonly RegExp[] = [
  /^\s*<(think|thinking|thought|reasoning|seed:think)>([\s\S]*?)(?:<\/\1>\s*|$)/,
  /^\s*(\[THINK\])([\s\S]*?)(?:\[\/THINK\]\s*|$)/,
  /^\s*(◁think▷)([\s\S]*?)(?:◁\/think▷\s*|$)/,
  /^\s*(?:<\|start\|>assistant)?(<\|channel\|>)analysis<\|message\|>([\s\S]*?)(?:<\|end\|>\s*(?:<\|start\|>assistant)?|$)/,
  // Some templates open the thought in the prompt, so that only its end is in the answer.
  /^()((?:(?!<think)[\s\S])*?)<\/think>\s*/,
];

/** Words of a template around an answer: the channel that it is said in, and its end. */
const frame =
  /^\s*(?:<\|start\|>assistant)?<\|channel\|>final<\|message\|>|(?:<\|(?:im_end|eot_id|eom_id|end|return|endoftext|end_of_text)\|>|<｜end▁of▁sentence｜>)\s*$/g;

/** Takes the thought out of an answer's text, and what its template wrote around it. */
export function withoutThoughts(parts: Said): Said {
  const found = thoughts.map((mark) => mark.exec(parts.text)).find((match) => match !== null) ?? null;
  const rest = found === null ? parts.text : parts.text.slice(found[0].length);
  const text = rest.replaceAll(frame, "");
  return found === null ? { ...parts, text } : { ...parts, text, reasoning: parts.reasoning + (found[2] ?? "").trim() };
}
