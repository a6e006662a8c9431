import { exitCodeOf } from "../../core/error.ts";
import { type Layout, labelled, type Style } from "../../report/layout.ts";
import type { Diagnosis } from "../../run/doctor.ts";
import type { DoctorCheck } from "../../run/doctor-check.ts";
import { jsonDocument, ownSwitch } from "../../settings/flags.ts";
import { elsewhere } from "../../settings/repository-root.ts";
import { plainLine } from "../../text/plain.ts";
import { hintFor } from "../../text/typed-command.ts";
import { listText } from "../../text/units.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const doctor = command({
  name: "doctor",
  description: "Check what is installed, signed in and supported, and what to do about the rest.",
  flags: [jsonDocument, ownSwitch("offline", "Do not contact endpoints or forges")],
  run: async (host, { flags }) => {
    const { options } = await openSession(host, flags);
    const { diagnose } = await import("../../run/doctor.ts");
    const diagnosis = await diagnose(host, options, flags["offline"] === true);
    if (options.json) printJson(host, diagnosis);
    else
      printLines(
        host,
        renderDiagnosis(diagnosis, { ...layoutFor(host, options, "out"), elsewhere: elsewhere(host, options.cwd) }),
      );
    return diagnosis.ok ? 0 : exitCodeOf["agent-missing"];
  },
});

const styles: Readonly<Record<DoctorCheck["state"], Style>> = {
  ok: "green",
  warning: "yellow",
  missing: "dim",
  error: "red",
};

/** Cells of a state and the gap behind it. */
const stateRoom = 9;

/** One entry per check: its state in words, what was found, and what to do about it. */
export function renderDiagnosis(diagnosis: Diagnosis, layout: Layout): string[] {
  const column = Math.max(...diagnosis.checks.map((check) => check.name.length)) + 2;
  const lines = diagnosis.checks.flatMap((check) => {
    const state = layout.paint(styles[check.state], check.state.padEnd(7));
    const advice = check.advice === null ? "" : ` → ${hintFor(layout.elsewhere ?? null, plainLine(check.advice))}`;
    const text = labelled(check.name, `${plainLine(check.detail)}${advice}`, column, layout, stateRoom);
    return text.map((line, index) => (index === 0 ? `${state}  ${line.slice(stateRoom)}` : line));
  });
  return [...lines, "", layout.paint("bold", verdictOf(diagnosis))];
}

function verdictOf({ ok, checks }: Diagnosis): string {
  const errors = checks.filter(({ state }) => state === "error");
  const lacks = errors.flatMap((check) => check.lacks ?? []);
  if (!ok && lacks.length === errors.length) return `Nothing is broken, but a run needs ${listText(lacks)}`;
  if (!ok) return "Something that baro needs is missing";
  const warned = checks.some(({ state }) => state === "warning");
  return warned ? "Everything works, but see the warnings" : "Everything baro needs is there";
}
