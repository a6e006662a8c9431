/** A piece of HTML that is safe to put into a page. Only `html` makes it, so nothing reaches a page unescaped. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | null | readonly (string | Markup)[];

/** HTML with every text in it escaped: html`<p>${text}</p>`. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = parts.map(render);
  return { markup: pieces.map((piece, index) => piece + (texts[index] ?? "")).join("") };
}

function render(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(render).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text that means itself in HTML, as content and as an attribute's value. Characters no page may hold are shown. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "").replace(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}
