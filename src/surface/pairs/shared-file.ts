import { isSnapshot } from "../../ecosystems/file-kind.ts";
import { isBuildSetting, isLockfile, isManifest } from "../../ecosystems/known.ts";

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
