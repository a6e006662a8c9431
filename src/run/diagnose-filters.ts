import { BaroError } from "../core/error.ts";
import type { GitHost } from "../git/git.ts";
import type { DoctorCheck } from "./doctor-check.ts";
import { requireFilters } from "./working-filters.ts";

/** What keeps files from being checked out and committed here as they are elsewhere; nothing where all filters work. */
export async function checkFilters(host: GitHost, root: string): Promise<DoctorCheck[]> {
  const name = "filters";
  try {
    const notices = await requireFilters(host, { root }, "HEAD");
    return notices.map((detail) => ({ name, state: "warning", detail, advice: null }));
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return [{ name, state: "error", detail: error.message, advice: error.hint ?? null }];
  }
}
