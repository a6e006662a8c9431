import { type Decision, openingMode } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";
import type { ModeAnswer, ModeOutlook } from "../../core/person.ts";
import type { Story } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import { basisText, certainty, chancesOf, chanceText, isUnsure, unsureText } from "../../report/decision-text.ts";
import { table } from "../../report/layout.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { namedPlaces } from "./named-places.ts";
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
  const { paint } = layoutFor(host, options, "err");
  const compares = isUnsure(decision);
  const opening = openingMode(decision);
  const facts = [
    decision.reason,
    ...(story === null ? [] : storyFacts(story)),
    ...namedPlaces(options),
    ...(leaves === null ? [] : [`Leaves: ${leaves}`]),
    basisText(modes.map((mode) => ({ mode, basis: outlook[mode].basis }))),
    ...(opening === decision.mode ? [] : [`Enter takes ${opening}, the cheaper of the two likeliest`]),
    ...(compares ? [unsureText] : []),
  ];
  const head = `${paint("bold", decision.mode)} is suggested ${paint("dim", `(${certainty(decision)})`)}`;
  const labels = (cells: number) => labelsOf(outlook, compares ? chancesOf(decision) : null, cells);
  const choice = await select<Choice>(options, {
    message: (room) => [...wrapText(head, room), ...facts.flatMap((fact) => wrapText(plainLine(fact), room))],
    initialValue: opening,
    options: [
      ...modes.map((value) => ({ value, label: (cells: number) => labels(cells)[value] })),
      ...(story === null ? [] : [{ value: "look" as const, label: "look first  see and change the story" }]),
    ],
  });
  if (choice === null) return null;
  if (choice === "look") return { mode: decision.mode, accepted: false };
  return { mode: choice, accepted: story !== null && choice === decision.mode };
}

function storyFacts(story: Story): string[] {
  const writes = story.writes.length === 0 ? "wherever the goal needs it" : story.writes.join(", ");
  return [`One story: ${story.title}`, `It writes ${writes}`, "Enter takes both; another mode shows its plan first"];
}

/** Fewer cells of a label have no room for columns. */
const narrow = 58;

/** The modes' chances, words and costs stand below each other, to be compared; what counts most is first where it is narrow. */
function labelsOf(
  outlook: ModeOutlook,
  chances: Readonly<Record<Mode, number>> | null,
  width: number,
): Readonly<Record<Mode, string>> {
  const rows = modes.map((mode) => {
    const chance = chances === null ? [] : [chanceText(chances[mode])];
    return { mode, chance, what: plainLine(outlook[mode].what), cost: plainLine(outlook[mode].cost) };
  });
  const lines = rows.every((row) => row.chance.length === 0)
    ? table(rows.map(({ mode, what, cost }) => [mode, what, cost]))
    : table(rows.map(({ mode, chance, what, cost }) => [mode, `${chance} likely`, cost, what]));
  const isNarrow = width < narrow || lines.some((line) => line.length > width);
  const labels = rows.map(({ mode, chance, what, cost }, index) => {
    return [mode, isNarrow ? `${mode}: ${[...chance, cost, what].join(", ")}` : (lines[index] ?? mode)] as const;
  });
  return Object.fromEntries(labels) as Record<Mode, string>;
}
