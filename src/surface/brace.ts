/**
 * The patterns that a pattern with `{a,b}` stands for; `null` when there are more than `max`. As in a shell, braces
 * without a comma or without a partner are ordinary characters.
 */
export function expandBraces(text: string, max: number): string[] | null {
  const done: string[] = [];
  const open = [text];
  for (let form = open.pop(); form !== undefined; form = open.pop()) {
    const group = firstGroup(form);
    if (group === null) {
      done.push(form);
    } else {
      // Pushed in reverse, so that the forms come out in reading order.
      for (const choice of group.choices.toReversed()) open.push(group.before + choice + group.after);
    }
    if (done.length + open.length > max) return null;
  }
  return [...new Set(done)];
}

interface Group {
  before: string;
  choices: string[];
  after: string;
}

/** The first brace group that has a comma, read with regard to nesting. */
function firstGroup(text: string): Group | null {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const choices = choicesAt(text, start);
    if (choices === null) continue;
    return { before: text.slice(0, start), choices: choices.parts, after: text.slice(choices.end + 1) };
  }
  return null;
}

function choicesAt(text: string, start: number): { parts: string[]; end: number } | null {
  const parts: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === "{") depth++;
    if (char === "," && depth === 1) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (char !== "}") continue;
    depth--;
    if (depth > 0) continue;
    if (parts.length === 0) return null;
    return { parts: [...parts, text.slice(from, at)], end: at };
  }
  return null;
}
