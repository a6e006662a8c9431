import { type Decision, openingMode } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";
import type { ModeAnswer, ModeOutlook } from "../../core/person.ts";
import type { Story } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { certainty } from "../../report/decision-text.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { select } from "./prompts.ts";
import type { Asking } from "./terminal.ts";

type Choice = Mode | "look";

/**
 * Shows the suggestion with how sure it is and why, what will be left, and what each mode costs, one below the other. With
 * a `story` the plan is on the same screen, and taking the suggestion accepts both. Null: left.
 */
export async function chooseMode(
  host: Host,
  options: RunOptions & Asking,
  decision: Decision,
  outlook: ModeOutlook,
  { leaves, story }: { leaves: string | null; story: Story | null },
): Promise<ModeAnswer | null> {
  const { paint, width } = layoutFor(host, options, "err");
  const wrapped = (text: string) => wrapText(plainLine(text), width - 3);
  const basis = modes.map((mode) => outlook[mode].basis).find((text) => text !== null) ?? null;
  const choice = await select<Choice>(options, {
    message: [
      `${paint("bold", decision.mode)} is suggested ${paint("dim", `(${certainty(decision)})`)}`,
      ...wrapped(decision.reason),
      ...(story === null ? [] : storyLines(story, wrapped)),
      ...(leaves === null ? [] : wrapped(`Leaves: ${leaves}`)),
      ...(basis === null ? [] : wrapped(`Time and tokens: ${basis}`)),
    ].join("\n"),
    initialValue: openingMode(decision),
    options: [
      ...modes.map((value) => ({ value, label: labelOf(value, outlook, width) })),
      ...(story === null ? [] : [{ value: "look" as const, label: "look first  see and change the story" }]),
    ],
  });
  if (choice === null) return null;
  if (choice === "look") return { mode: decision.mode, accepted: false };
  return { mode: choice, accepted: story !== null && choice === decision.mode };
}

function storyLines(story: Story, wrapped: (text: string) => string[]): string[] {
  const writes = story.writes.length === 0 ? "where the goal needs it" : story.writes.join(", ");
  return [
    ...wrapped(`One story: ${story.title}`),
    ...wrapped(`It writes ${writes}`),
    ...wrapped("Enter takes both; another mode shows its plan first"),
  ];
}

/** The modes' words and costs stand below each other, to be compared, where there is room for columns. */
function labelOf(mode: Mode, outlook: ModeOutlook, width: number): string {
  const longest = Math.max(...modes.map((each) => outlook[each].what.length));
  const { what, cost } = outlook[mode];
  if (width < 64) return `${mode}: ${plainLine(what)}, ${plainLine(cost)}`;
  return `${mode.padEnd(10)}  ${plainLine(what).padEnd(longest)}  ${plainLine(cost)}`;
}
