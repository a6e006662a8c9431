/** What a broken promise is told to. */
export type Must = (holds: boolean, message: string) => void;

export class BrokenInvariant extends Error {}

export function must(holds: boolean, message: string): void {
  if (!holds) throw new BrokenInvariant(message);
}
