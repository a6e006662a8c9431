import { folderOf, nameOf } from "../../core/path.ts";
import { isSnapshot } from "../../ecosystems/file-kind.ts";
import { isBuildSetting, isLockfile, isManifest } from "../../ecosystems/known.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";

/** Files that many changes touch at once, by what they are for. */
export const sharedKinds = [
  "lockfile",
  "manifest",
  "changelog",
  "barrel",
  "registry",
  "routes",
  "messages",
  "migration",
  "snapshot",
  "configuration",
] as const;
export type SharedKind = (typeof sharedKinds)[number];

/** What kind of shared file a path is, judged by its name and place alone; `null` for an ordinary file. */
export function sharedFileKind(path: string): SharedKind | null {
  if (isLockfile(path)) return "lockfile";
  if (isManifest(path)) return "manifest";
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (changelog.test(name)) return "changelog";
  if (isSnapshot(path)) return "snapshot";
  const kind = kinds.find(({ names, paths }) => names?.test(name) === true || paths?.test(path) === true)?.kind;
  return kind ?? (isBuildSetting(path) ? "configuration" : null);
}

const changelog = /^(changelog|changes|history|news|releases?|release[-_]notes)(\.(md|rst|txt|adoc|markdown))?$/i;

/** The first that fits wins. */
const kinds: readonly { kind: SharedKind; names?: RegExp; paths?: RegExp }[] = [
  {
    kind: "migration",
    paths:
      /(^|\/)(migrations?|db\/migrate|alembic\/versions|prisma\/migrations)\/[^/]*\d{3,}|(^|\/)(schema\.(rb|prisma)|structure\.sql)$/,
  },
  {
    kind: "messages",
    paths:
      /(^|\/)(locales?|i18n|l10n|lang|translations?|messages)\/(.*\/)?[\w-]+\.(json|ya?ml|po|pot|properties|arb|xliff?|ftl)$/i,
  },
  { kind: "barrel", names: /^((index|mod|main)\.([cm]?[jt]sx?)|__init__\.py|lib\.rs|mod\.rs|root\.zig)$/ },
  {
    kind: "routes",
    names: /^(routes?|router|routing|urls)\.\w+$/i,
    paths: /(^|\/)config\/routes\.rb$/,
  },
  {
    kind: "registry",
    names: /^(registry|registrations?|container|providers|plugins|commands|constants|types|globals?)\.\w+$/i,
  },
  {
    kind: "configuration",
    names:
      /^(Dockerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|\.gitlab-ci\.yml|\.travis\.yml|\.gitignore|\.gitattributes|\.editorconfig)$/,
    paths: /^\.github\/workflows\//,
  },
];

const announcing: ReadonlySet<SharedKind | null> = new Set(["barrel", "registry", "routes"]);
/** Fewer imports than this is an ordinary file. */
const leastReferences = 4;
/** Lines of a barrel for each file that it names: one, and some for what is around. */
const linesPerReference = 2;

/**
 * Whether new code beside a file is announced in it: a barrel, a registry or a table of routes by its name, or a file that
 * does little but name other files, whatever it is called.
 */
export function announcesNewCode(path: string, { facts }: SurfaceEvidence): boolean {
  const kind = sharedFileKind(path);
  if (kind !== null) return announcing.has(kind);
  const known = facts.get(path);
  if (known === undefined || known.imports.length < leastReferences) return false;
  return known.lines <= linesPerReference * known.imports.length + 5;
}

/** Whether a snapshot is recorded from this test: they have one name, and it lies beside the test or a folder below. */
export function isRecordedFrom(snapshot: string, test: string): boolean {
  if (!isSnapshot(snapshot)) return false;
  const folder = folderOf(snapshot);
  if (folder !== folderOf(test) && folderOf(folder) !== folderOf(test)) return false;
  const name = nameOf(test);
  const recorded = nameOf(snapshot).replace(/\.(snap|ambr)$/, "");
  return recorded === name || recorded === name.replace(/\.\w+$/, "");
}
