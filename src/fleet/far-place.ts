import type { LeaseLost } from "../worktrees/lease-lost.ts";
import type { FarRepository } from "./data-plane.ts";
import type { WorkerLink } from "./worker-link.ts";

/** A worker's place for one story. */
export interface FarPlace {
  name: string;
  link: WorkerLink;
  slots: number;
  /** Places with the same one share the slots. */
  turnsOf: object;
  /** Where its commits are exchanged, for a lease with this fence. */
  repository(fence: number): Omit<FarRepository, "signal">;
  /** The story came to its end there as it should. */
  succeeded(): void;
  /** The story is there no more. What it could not go on with, though it is there, counts against it. */
  leave(lost: LeaseLost | null): void;
}
