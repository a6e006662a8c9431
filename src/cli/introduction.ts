import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { wrapText } from "../text/cells.ts";
import { whatItIs } from "./version.ts";

const does =
  "Say what should be true in the end. baro suggests how your coding agents should go about it, asks you, and leaves one branch or pull request; your own checkout stays as it is. Without a key: baro demo";

/** What somebody who types `baro` alone reads before they are asked. */
export function introduce(host: Host, { quiet }: Pick<RunOptions, "quiet">): void {
  const width = Math.max(10, Math.min(host.terminal.columns() - 1, 100));
  if (!quiet) host.writeErr(`${[...wrapText(whatItIs, width), ...wrapText(does, width)].join("\n")}\n\n`);
}
