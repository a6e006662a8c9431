import { neutralLine } from "../../text/neutral.ts";
import { shorten } from "../../text/shorten.ts";
import type { BodyFacts } from "../body-facts.ts";

const maxTitle = 90;

/**
 * The title of a request: what the goal says in its first line, or the story's own title when there is only one.
 * Titles are plain text on every forge, but a mention or a closing keyword counts in some, so they are made neutral.
 */
export function renderTitle(facts: BodyFacts, run: string, template: string | null): string {
  const landed = facts.stories.filter((story) => story.outcome === "merged");
  const [only] = landed;
  const words = landed.length === 1 && only !== undefined ? only.title : firstLine(facts.goal);
  const title = shorten(plain(words === "" ? firstLine(facts.goal) : words), maxTitle);
  if (template === null) return title;
  const filled = template.replace(/\{(title|mode|run)\}/g, (_, name: string) => {
    return name === "title" ? title : name === "mode" ? facts.mode : run;
  });
  return shorten(filled.trim(), 2 * maxTitle);
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .map((line) => line.trim())
      .find((line) => line !== "") ?? ""
  );
}

function plain(text: string): string {
  return neutralLine(text)
    .replace(/[.\s]+$/, "")
    .trim();
}
