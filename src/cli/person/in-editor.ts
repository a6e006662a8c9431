import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import { ownEnvironment } from "../own-programs.ts";

/** What came of a text in a person's editor. */
export type EditedText = { ok: true; text: string } | { ok: false; why: string };

/**
 * Lets the person write in the editor that VISUAL or EDITOR names, as git does. The file is in a folder that is theirs alone
 * and goes with it; `name` tells the editor what kind of text it is.
 */
export async function inEditor(host: Host, text: string, name: string): Promise<EditedText> {
  const { controls } = host.terminal;
  if (controls === undefined) return { ok: false, why: "There is no terminal to edit on" };
  const editor = [host.env["VISUAL"], host.env["EDITOR"]].find((value) => value !== undefined && value !== "") ?? "vi";
  const folder = mkdtempSync(join(tmpdir(), "baro-edit-"));
  const file = join(folder, name);
  try {
    writeFileSync(file, text, { mode: 0o600 });
    const [program, args] = commandOf(host, editor, file);
    const { exitCode } = await controls.handOver({ program, args, cwd: host.cwd, env: ownEnvironment(host) });
    if (exitCode === 0) return { ok: true, text: readFileSync(file, "utf8") };
    const why = exitCode === 127 ? "it was not found; set EDITOR to another one" : `it ended with ${exitCode}`;
    return { ok: false, why: `Nothing was taken from the editor "${editor}": ${why}` };
  } catch (error) {
    return { ok: false, why: `Nothing was taken from the editor "${editor}": ${messageOf(error)}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The variable may have options in it, so a shell takes it apart. */
function commandOf({ platform }: Host, editor: string, file: string): [program: string, args: string[]] {
  if (platform === "win32") return ["cmd", ["/c", `${editor} "${file}"`]];
  return ["/bin/sh", ["-c", `${editor} "$@"`, editor, file]];
}
