import type { Project } from "../project.ts";
import type { RunnerReport } from "../results/report.ts";

/** What a test program wrote down of a run, for programs to read. */
export interface MachineReport extends RunnerReport {
  /** What it would have printed for people, where it prints nothing beside its report. */
  text?: string;
}

/**
 * How one of our own commands also writes down what it found. The command means the same as without: what is run, and how it
 * ends. What the person named is never changed.
 */
export interface ReportForm {
  /** `file`: the absolute path of what it is to write. */
  command(file: string): string;
  /** `output`: what it printed, without colours. `null`: this is no such report. */
  read(report: string, output: string): MachineReport | null;
  /** Nothing for people is printed beside the report: without one the command has to be run as it is. */
  alone?: true;
}

/** `command`: as the ecosystem found it or made it for a part, without the folder that it is run in. `null`: it has no such form. */
export type MakeForm = (command: string, project: Project) => ReportForm | null;
