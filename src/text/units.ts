import { type Estimates, totalTokens, type Usage } from "../core/usage.ts";

/** A share in whole percent: `43%`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A count as people read it: `950`, `12.4k`, `1.25M`. */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_950) return `${(count / 1000).toFixed(count < 99_950 ? 1 : 0)}k`;
  return `${(count / 1_000_000).toFixed(2)}M`;
}

/** A count that is not known exactly: `900`, `85k`, `1.2M`. */
export function roughCountText(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}

/** `124k in (81.0k cached), 9.2k out`. */
export function tokensText(usage: Usage): string {
  const cached = usage.cachedInput > 0 ? ` (${countText(usage.cachedInput)} cached)` : "";
  return `${countText(usage.input)} in${cached}, ${countText(usage.output)} out`;
}

/** The same with what it cost, and what of both is an estimate: `3.1k in, 200 out; about $0.02 (cost estimated)`. */
export function useText({ usage, usd, estimated, usdEstimated }: Use): string {
  const tokens = tokensText(usage);
  const cost = usd === null ? "" : `; ${usdEstimated === true ? "about " : ""}${usdText(usd)}`;
  const guesses = [
    ...(estimated === true ? ["tokens"] : []),
    ...(usd !== null && usdEstimated === true ? ["cost"] : []),
  ];
  return tokens + cost + (guesses.length === 0 ? "" : ` (${guesses.join(" and ")} estimated)`);
}

/** As above, of a whole run: agents that worked and told of no token are not free, it is not known. */
export function costText(figures: Use & { agentMs: number }): string {
  if (figures.agentMs > 0 && totalTokens(figures.usage) === 0) return "none reported";
  return useText(figures);
}

interface Use extends Estimates {
  usage: Usage;
  usd: number | null;
}

/** Money, with as many digits as it takes to be more than nothing. */
export function usdText(usd: number): string {
  if (usd > 0 && usd < 0.0001) return "under $0.0001";
  return usd > 0 && usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** A size as people read it: `0.4 MB`, `95 MB`. */
export function sizeText(bytes: number): string {
  const size = bytes / 1024 / 1024;
  return `${size < 10 ? (Math.ceil(size * 10) / 10).toFixed(1) : Math.round(size)} MB`;
}

/** `2 files, +12 −3`. */
export function changesText(changes: { files: number; insertions: number; deletions: number }): string {
  return `${plural(changes.files, "file")}, +${changes.insertions} −${changes.deletions}`;
}

/** `1 story`, `3 stories`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** How many times faster: `3.1x`. */
export function speedupText(speedup: number): string {
  return `${speedup.toFixed(speedup < 10 ? 2 : 1)}x`;
}

/** `S1`, `S1 and S2`, `S1, S2 and S3`. */
export function listText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
