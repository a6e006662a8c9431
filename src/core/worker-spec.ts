/** Where stories may run: this machine, or one that ssh reaches. `slots`: most agents at once there; `null`: as it says itself. */
export type WorkerSpec =
  | { kind: "local"; slots: number | null }
  | {
      kind: "ssh";
      /** As ssh takes it: a name of its configuration, or `user@host`. */
      host: string;
      port: number | null;
      slots: number | null;
      /** The program to start there; `null`: `baro`. */
      program: string | null;
    };

/** A worker as a flag or a configuration file names it. */
export function renderWorkerSpec(spec: WorkerSpec): string {
  const place = spec.kind === "local" ? "local" : `ssh:${spec.host}`;
  const parts = [
    place,
    ...(spec.slots === null ? [] : [`slots=${spec.slots}`]),
    ...(spec.kind === "ssh" && spec.port !== null ? [`port=${spec.port}`] : []),
    ...(spec.kind === "ssh" && spec.program !== null ? [`baro=${spec.program}`] : []),
  ];
  return parts.join(",");
}
