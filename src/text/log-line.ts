/**
 * Lines for a log that a CI system reads: none of them is a command to it. Some systems look for them at the start of a line,
 * others anywhere. A JSON document keeps its meaning.
 */
export function harmlessLog(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("{") || line.startsWith("[")) return line.replace(anywhere, "\\u0023#");
      return line.replace(atStart, "$1: :").replace(anywhere, "# #");
    })
    .join("\n");
}

const atStart = /^(\s*)::(?=[a-z])/i;
const anywhere = /##(?=(?:vso|teamcity)?\[)/gi;
