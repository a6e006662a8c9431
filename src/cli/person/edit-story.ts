import { type Story, weights } from "../../core/story.ts";
import { cutText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { patternsOf, sentencesOf } from "./plan-edits.ts";
import { longText, select, text } from "./prompts.ts";
import { type Asking, typed } from "./terminal.ts";

const parts = ["title", "brief", "writes", "acceptance", "weight"] as const;

/** Lets the person change one part of a story; null when they leave it as it is. */
export async function editStory(options: Asking, story: Story): Promise<Story | null> {
  const part = await select(options, {
    message: `Change what in ${story.id}?`,
    options: parts.map((value) => ({ value, label: value, hint: cutText(nowText(story[value]), 60) })),
  });
  if (part === null) return null;
  switch (part) {
    case "title":
      return await editTitle(options, story);
    case "brief": {
      const message = () => ["What to do"];
      const brief = typed((await longText(options, { message, initialValue: story.brief }))?.text ?? "");
      return brief === "" ? null : { ...story, brief };
    }
    case "writes":
    case "acceptance":
      return await editList(options, story, part);
    case "weight": {
      const weight = await select(options, {
        message: "How much work is it?",
        initialValue: story.weight,
        options: weights.map((value) => ({ value, label: value })),
      });
      return weight === null ? null : { ...story, weight };
    }
  }
}

function nowText(now: string | readonly string[]): string {
  const text = plainLine(typeof now === "string" ? now : now.join(", "));
  return text === "" ? "none yet" : text;
}

async function editTitle(options: Asking, story: Story): Promise<Story | null> {
  const value = await text(options, { message: `What to call ${story.id}`, initialValue: story.title });
  return value === null || typed(value) === "" ? null : { ...story, title: typed(value) };
}

/** A list is one line: patterns between commas, sentences between semicolons. */
async function editList(options: Asking, story: Story, part: "writes" | "acceptance"): Promise<Story | null> {
  const mark = part === "writes" ? "," : ";";
  const value = await text(options, {
    message:
      part === "writes" ? "Paths it may write, separated by commas" : "What must be true, separated by semicolons",
    initialValue: story[part].join(`${mark} `),
  });
  if (value === null) return null;
  return { ...story, [part]: part === "writes" ? patternsOf(typed(value)) : sentencesOf(typed(value)) };
}
