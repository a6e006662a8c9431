import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";
import { cutText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { ownerOf } from "./owner.ts";
import { mayDraw } from "./screen.ts";

/** What the window around the terminal says of what goes on. */
export interface WindowStatus {
  title: string;
  progress: Progress;
}

/** How far it is; `unknown` where nothing can be counted yet. */
export type Progress = { kind: "unknown" } | { kind: "running" | "failing" | "held" /** 0 to 100. */; percent: number };

/** The title of a terminal's window, and the progress on its tab or in the task bar. */
export interface TerminalWindow {
  /** What it is asked for only where something can be shown. */
  show(status: () => WindowStatus): void;
  /** As it was before. */
  clear(): void;
}

const end = "\u0007";

/** Keeps the title that is there, and puts it back (xterm's stack of titles); who knows no stack is left without a title. */
const pushTitle = "\u001b[22;0t";
const popTitle = `\u001b]0;${end}\u001b[23;0t`;

/** OSC 9;4 of ConEmu, which other terminals have taken over; 0 takes the progress away. */
const states = { unknown: 3, running: 1, failing: 2, held: 4 } as const;
const noProgress = `\u001b]9;4;0;${end}`;

const longestTitle = 80;

/** The window of the terminal on stderr. Where it takes neither title nor progress, nothing is ever written. */
export function windowOf(host: Host, options: Pick<RunOptions, "plain" | "quiet" | "title">): TerminalWindow {
  const takesTitle = mayName(host, options);
  const takesProgress = takesTitle && hasProgress(host.env);
  const owner = ownerOf(host);
  let shown = "";
  let off: (() => void)[] = [];
  const take = () => {
    shown = "";
    owner.announce((takesProgress ? noProgress : "") + popTitle);
  };
  const clear = () => {
    if (off.length === 0) return;
    for (const stop of off.splice(0)) stop();
    if (shown !== "") take();
  };
  return {
    show(status) {
      if (!takesTitle) return;
      const { title, progress } = status();
      const name = `\u001b]0;${cutText(plainLine(title), longestTitle)}${end}`;
      const text = name + (takesProgress ? progressText(progress) : "");
      if (text === shown) return;
      if (off.length === 0) off = [owner.onSuspend(take), host.terminal.controls?.onExit(clear) ?? (() => {})];
      owner.announce(shown === "" ? pushTitle + text : text);
      shown = text;
    },
    clear,
  };
}

function progressText(progress: Progress): string {
  const percent = progress.kind === "unknown" ? 0 : Math.round(Math.min(100, Math.max(0, progress.percent)));
  return `\u001b]9;4;${states[progress.kind]};${percent}${end}`;
}

/** Terminals that are known to have a title, or to swallow one without a trace. */
const named =
  /^(?:xterm|rxvt|tmux|screen|alacritty|foot|kitty|ghostty|konsole|vte|gnome|iterm|wezterm|contour|st)(?:$|[-.])/;

function mayName(host: Host, options: Pick<RunOptions, "plain" | "quiet" | "title">): boolean {
  const { env, platform } = host;
  if (!options.title || options.quiet || !mayDraw(host, options) || isSet(env["CI"])) return false;
  return named.test(env["TERM"] ?? "") || (platform === "win32" && isSet(env["WT_SESSION"]));
}

/** Where OSC 9;4 is known to be progress: in others it is a notification, again and again. Within tmux or screen it is theirs. */
function hasProgress(env: Host["env"]): boolean {
  if (isSet(env["TMUX"]) || isSet(env["STY"])) return false;
  if (isSet(env["WT_SESSION"]) || env["ConEmuANSI"] === "ON") return true;
  const program = env["TERM_PROGRAM"] ?? "";
  if (program === "iTerm.app") return isAtLeast(env["TERM_PROGRAM_VERSION"] ?? "", [3, 6, 6]);
  return program === "WezTerm" || program === "ghostty";
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
