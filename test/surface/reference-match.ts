/** What a pattern matches, as regular expressions: slow, obvious, and nothing shared with the real thing. */
export function referenceMatcher(pattern: string, ignoreCase = false): (path: string) => boolean {
  const forms = expand(pattern).map((form) => new RegExp(`^${source(form)}$`, ignoreCase ? "i" : ""));
  return (path) => forms.some((form) => form.test(`/${path}`));
}

/** Each globstar is any number of whole segments; every segment is written with its slash in front. */
function source(form: string): string {
  const plain = !/[*?]/.test(form) && !form.endsWith("/");
  const segments = form.split("/").filter((segment) => segment !== "");
  const openGlobstar = segments.at(-1) === "**";
  const fixed = openGlobstar ? segments.slice(0, -1) : segments;
  const body = fixed.map((segment) => {
    if (segment === "**") return "(/[^/]+)*";
    return `/(?=[^/])${segment.replace(/\*+/g, "[^/]*").replaceAll("?", "[^/]")}`;
  });
  const below = form.endsWith("/") || openGlobstar ? "/[^/]+(/[^/]+)*" : "";
  return body.join("") + below + (plain ? "(/.*)?" : "");
}

function expand(text: string): string[] {
  const group = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(text);
  if (group === null) return [text];
  return (group[2] ?? "").split(",").flatMap((choice) => expand(`${group[1]}${choice}${group[3]}`));
}
