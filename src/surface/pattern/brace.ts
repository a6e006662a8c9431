/**
 * The patterns that a pattern with `{a,b}` stands for, in reading order; `null` when there are more than `max`. As in a
 * shell, braces without a comma or without a partner are ordinary characters.
 */
export function expandBraces(text: string, max: number): string[] | null {
  const { closes, commas } = pairBraces(text);
  return expand({ text, closes, commas, max }, 0, text.length);
}

interface Braces {
  text: string;
  /** Where the group that opens here closes; braces that make no group are in neither map. */
  closes: ReadonlyMap<number, number>;
  /** The commas of the group that opens here. */
  commas: ReadonlyMap<number, readonly number[]>;
  max: number;
}

/** Finds every group in one pass: looking for the partner of each brace anew would take for ever on hostile ones. */
function pairBraces(text: string): Pick<Braces, "closes" | "commas"> {
  const closes = new Map<number, number>();
  const commas = new Map<number, number[]>();
  const open: { start: number; commas: number[] }[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "{") open.push({ start: at, commas: [] });
    else if (char === ",") open.at(-1)?.commas.push(at);
    else if (char === "}") {
      const group = open.pop();
      if (group === undefined || group.commas.length === 0) continue;
      closes.set(group.start, at);
      commas.set(group.start, group.commas);
    }
  }
  return { closes, commas };
}

function expand(braces: Braces, from: number, to: number): string[] | null {
  let forms = [""];
  for (let at = from; at < to; ) {
    const close = braces.closes.get(at);
    const end = close === undefined ? endOfPlain(braces, at, to) : close + 1;
    const choices = close === undefined ? [braces.text.slice(at, end)] : choicesOf(braces, at, close);
    if (choices === null || forms.length * choices.length > braces.max) return null;
    forms = unique(forms.flatMap((form) => choices.map((choice) => form + choice)));
    at = end;
  }
  return forms;
}

function choicesOf(braces: Braces, open: number, close: number): string[] | null {
  const choices: string[] = [];
  let from = open + 1;
  for (const comma of [...(braces.commas.get(open) ?? []), close]) {
    const forms = expand(braces, from, comma);
    if (forms === null || choices.length + forms.length > braces.max) return null;
    choices.push(...forms);
    from = comma + 1;
  }
  return unique(choices);
}

function endOfPlain({ closes }: Braces, from: number, to: number): number {
  let at = from + 1;
  while (at < to && !closes.has(at)) at++;
  return at;
}

function unique(forms: readonly string[]): string[] {
  return [...new Set(forms)];
}
