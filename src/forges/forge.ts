import type { ForgeRepository } from "../core/delivery.ts";
import type { LinkKind } from "../core/link.ts";
import type { Host } from "../host/host.ts";
import type { ForgeClient } from "./client.ts";
import type { ForgeApi } from "./forge-api.ts";

/** Variables of the person's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is known about one forge. Adding a forge is one of these, and its line in `forges.ts`. */
export interface Forge {
  /** As settings and the journal write it. */
  readonly kind: string;
  /** Other names for it in settings. */
  readonly otherNames: readonly string[];
  /** What it calls a request to merge. */
  readonly requestName: "pull request" | "merge request";
  /** The longest text of a request, in characters. */
  readonly maxBody: number;
  readonly hosts: ForgeHosts;
  readonly links: ForgeLinks;
  readonly signIn: ForgeSignIn;
  /** Where its API is on a host. `origin` is the host with its scheme. */
  apiUrl(host: string, origin: string): string;
  /** The page where a person opens the request for a pushed branch. */
  requestForm(repository: ForgeRepository, request: FormFields): string;
  /** `null`: its API is not used, so a person has to submit the form. */
  readonly api: ForgeAccess | null;
  /** How a push by itself opens a request; `null`: it can't. */
  readonly push: PushedRequest | null;
}

/** How its hosts are told. */
export interface ForgeHosts {
  /** Everybody knows these to be this forge. Links of goals are followed there, unasked. */
  readonly known: readonly string[];
  /** Other names of the known ones, by name: ssh on port 443 has one of its own. */
  readonly otherNames: Readonly<Record<string, string>>;
  /** Names that only hosts of this forge have. */
  readonly own: RegExp | null;
  /** Variables in which the person, or a CI system, names a host of this forge. */
  readonly variables: readonly string[];
  /** Names that hosts of this forge often have: enough to talk to it, not enough to send it a token. */
  readonly likely: RegExp;
}

/** How it writes links to requests and issues. */
export interface ForgeLinks {
  /** What stands in a host's name where links come from. */
  readonly host: RegExp;
  readonly paths: readonly (LinkShape & { kind: LinkKind })[];
  /** What people write instead of a link. */
  readonly shorthands: readonly LinkShape[];
}

/** A pattern with the groups `name` (`owner/name` or deeper) and `number`. */
export interface LinkShape {
  pattern: RegExp;
  /** `null`: it may be either. */
  kind: LinkKind | null;
}

/** Where the person's sign-in is found. */
export interface ForgeSignIn {
  /** Variables with a token for this host, and for no other. */
  hostVariables(host: string): readonly string[];
  /** Variables with a token for whatever host is known to be the person's. */
  readonly variables: readonly string[];
  /** Whether the token in `variables` may go to this host. */
  mayGoTo(host: string, env: Environment): boolean;
  /** Asks the forge's own program; `null`: there is none. */
  readonly ask: ((host: Host, root: string, forgeHost: string, signal: AbortSignal) => Promise<string | null>) | null;
  /** What to type to be signed in. */
  hint(host: string): string;
}

export interface ForgeAccess {
  /** How it wants its token. */
  authorize(token: string): Readonly<Record<string, string>>;
  open(client: ForgeClient, repository: ForgeRepository): ForgeApi;
  /** The ref under which the repository offers the head of a request, one from a fork included. */
  requestRef(number: number): string;
}

/** What a request's form is filled in with. */
export interface FormFields {
  branch: string;
  target: string;
  /** Who owns the repository with the branch; `null`: the same as that of the target. */
  headOwner: string | null;
}

export interface PushedRequest {
  /** Options of the push. */
  options(request: { target: string; title: string; draft: boolean; labels: readonly string[] }): string[];
  /** The request's address in what the server said; `null`: it names none. */
  urlIn(said: string): string | null;
}

/** A branch's name in an address: the slashes stay. */
export function inPath(branch: string): string {
  return encodeURIComponent(branch).replaceAll("%2F", "/");
}

/** Whether one of these variables names the host, bare or as a URL. */
export function namedIn(env: Environment, host: string, names: readonly string[]): boolean {
  return names.some((name) => hostOf(env[name]) === host);
}

/** The host of a URL, or the text itself when it is a bare host. */
export function hostOf(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  return URL.canParse(text) && text.includes("://") ? new URL(text).host : text.toLowerCase();
}
