import { basename } from "node:path";
import { longGoalText } from "../../core/goal.ts";
import type { Found } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import { labelled } from "../../report/layout.ts";
import { cutText, wrapText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { inEditor } from "./in-editor.ts";
import { longText } from "./prompts.ts";
import { type Asking, paintOf, typed } from "./terminal.ts";

const question = "What should be true when baro is done?";
const example = "The date parser accepts 24:00; make it fail with a clear error";

/** Asks for the goal, of as many lines as it takes, below what was found here; null: the person left. */
export async function askGoal(host: Host, asking: Asking, found: Found | null): Promise<string | null> {
  const checks: { known: readonly string[] | null } = { known: null };
  const looked = found?.checks.then((commands) => {
    checks.known = commands;
  });
  // In sentences nothing that is said can grow.
  if (asking.plain) await looked;
  let text = "";
  let note: string | null = null;
  for (;;) {
    const message = (width: number) => [
      ...wrapText(question, width),
      ...(note === null ? [] : wrapText(note, width)),
      ...(found === null ? [] : foundLines(host, asking, found, checks.known, width)),
    ];
    const open = (redraw: () => void) => void looked?.then(redraw);
    const written = await longText(asking, { message, initialValue: text, validate: wrongWith, open });
    if (written === null) return null;
    if (written.kind === "text") return typed(written.text);
    const edited = await inEditor(host, written.text, "goal.md");
    text = edited.ok ? edited.text.trimEnd() : written.text;
    note = edited.ok ? null : edited.why;
  }
}

function wrongWith(text: string): string | undefined {
  const goal = typed(text);
  if (goal === "") return "Type a few words; Ctrl-C leaves";
  return longGoalText(goal) ?? undefined;
}

/** Fewer cells have a line for each thing that was found, and no more. */
const narrow = 60;

function foundLines(
  host: Host,
  asking: Asking,
  found: Found,
  checks: readonly string[] | null,
  width: number,
): string[] {
  const layout = { paint: paintOf(asking), width };
  const { root, branch, dirty, agent } = found;
  const on = branch === null ? "no branch" : `branch ${branch}`;
  const left = dirty ? "; uncommitted changes are left out" : "";
  const isNarrow = width < narrow;
  const place = isNarrow ? basename(root) : fromHome(root, host.env["HOME"] ?? "");
  const rows: [string, string][] = [
    ["repository", `${place}, ${on}${left}`],
    ["agent", agent],
    ["checks", checks === null ? "looking…" : checks.length === 0 ? "none found" : checks.join(", ")],
    ["example", example],
  ];
  if (isNarrow) return rows.map(([label, text]) => cutText(`${label}: ${plainLine(text)}`, width));
  return rows.flatMap(([label, text]) => labelled(label, plainLine(text), 12, layout));
}

function fromHome(path: string, home: string): string {
  return home !== "" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
