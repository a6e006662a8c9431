import type { Story } from "../core/story.ts";

/** A story's commit message: its title, what it had to achieve, and where it came from. */
export function commitMessage(story: Story, options: { run: string; trailers: boolean }): string {
  const title = story.title.replace(/\s+/g, " ").trim();
  const body = story.acceptance.map((line) => `- ${line.replace(/\s+/g, " ").trim()}`).join("\n");
  const trailer = options.trailers ? `Baro-Story: ${options.run}/${story.id}` : "";
  const parts = [title === "" ? `Story ${story.id}` : title, body, trailer];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
