/** How a command that runs stages ended. `run` is null when nothing was started. */
export interface RunEnd {
  exitCode: number;
  run: string | null;
}
