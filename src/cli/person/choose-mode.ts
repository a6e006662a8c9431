import type { Decision } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";
import type { ModeOutlook } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { certainty } from "../../report/decision-text.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { openingMode } from "./opening-mode.ts";
import { select } from "./prompts.ts";
import type { Asking } from "./terminal.ts";

/** Shows the suggestion with how sure it is and why, what will be left, and each mode with its price. Null: left. */
export async function chooseMode(
  host: Host,
  options: RunOptions & Asking,
  decision: Decision,
  outlook: ModeOutlook,
  leaves: string | null,
): Promise<Mode | null> {
  const { paint, width } = layoutFor(host, options, "err");
  const suggestion = `${paint("bold", decision.mode)} is suggested ${paint("dim", `(${certainty(decision)})`)}`;
  const reason = wrapText(plainLine(decision.reason), width - 3);
  const mode = await select<Mode>(options, {
    message: [
      suggestion,
      ...reason,
      ...(leaves === null ? [] : wrapText(`Leaves: ${plainLine(leaves)}`, width - 3)),
    ].join("\n"),
    initialValue: openingMode(decision),
    options: modes.map((value) => ({
      value,
      label: `${value.padEnd(10)} ${plainLine(outlook[value])}`,
    })),
  });
  return mode === null ? null : mode;
}
