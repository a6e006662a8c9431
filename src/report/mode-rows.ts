import type { Mode } from "../core/mode.ts";
import type { RunState } from "../state/run-state.ts";
import { plainLine } from "../text/plain.ts";
import { certainty } from "./decision-text.ts";

/** The mode and its reason; a reason for another mode than the one that ran is named as that. */
export function modeRows(view: RunState, mode: Mode): [label: string, text: string][] {
  const { decision, chosen } = view;
  if (decision === null) return [["mode", mode]];
  const reason = plainLine(decision.reason);
  if (mode === decision.mode)
    return [
      ["mode", `${mode} (${certainty(decision)})`],
      ["reason", reason],
    ];
  // What was chosen need not be what runs: a plan that does not pay is brought down.
  const lowered = chosen !== null && chosen.mode !== mode;
  const by = lowered
    ? `by the rules, in place of ${chosen.mode}`
    : chosen?.by === "person"
      ? "chosen by you"
      : "as asked";
  return [
    ["mode", `${mode}, ${by}`],
    ["suggested", `${decision.mode} (${certainty(decision)}): ${reason}`],
  ];
}
