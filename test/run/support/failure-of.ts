import { BaroError } from "../../../src/core/error.ts";

/** How something ended that should fail: its code, its words and its hint. Any other error is thrown on. */
export async function failureOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof BaroError) return `${error.code}: ${error.message}; ${error.hint ?? "-"}`;
    throw error;
  }
  return "no failure";
}
