import process from "node:process";

/** Whether this is the compiled program, which is its own run time, and not sources that another program runs. */
export function isCompiled(): boolean {
  const script = process.argv[1] ?? "";
  return script.startsWith("/$bunfs/") || script.includes("~BUN");
}
