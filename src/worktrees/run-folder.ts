import { lstatSync } from "node:fs";
import { mkdir, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { identityOf, WorktreeTrouble } from "../git/place.ts";

/**
 * The folder that a run's places are in, and the one around it. Agents work below it, and may put something else in its
 * stead: nothing is made or taken away through that.
 */
export class RunFolder {
  readonly path: string;
  /** Of the folder and of the one around it, as this process found or made them. */
  #known: { own: string | null; around: string | null } | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes it where it is not there, or is not any more. Throws `WorktreeTrouble` where something else stands in its stead. */
  async make(): Promise<void> {
    const isThere = lstatSync(this.path, { throwIfNoEntry: false }) !== undefined;
    const around = dirname(this.path);
    const isAround = [null, this.#known?.around ?? identityOf(around)].includes(identityOf(around));
    if ((isThere && !this.isOurs()) || !isAround) throw new WorktreeTrouble(replaced(this.path), { lost: true });
    await mkdir(this.path, { recursive: true });
    this.#known = { own: identityOf(this.path), around: identityOf(around) };
  }

  /** Whether what is there is a folder, and the one that this process knows. */
  isOurs(): boolean {
    const own = identityOf(this.path);
    return own !== null && (this.#known === null || own === this.#known.own);
  }

  /** A link in its stead goes alone. Throws unless nothing is there, or the folder itself. */
  async requireOurs(): Promise<void> {
    const stat = lstatSync(this.path, { throwIfNoEntry: false });
    if (stat === undefined || this.isOurs()) return;
    if (stat.isSymbolicLink()) await unlink(this.path);
    throw new Error(replaced(this.path));
  }
}

function replaced(path: string): string {
  return `"${path}" was replaced by something that was not made there`;
}
