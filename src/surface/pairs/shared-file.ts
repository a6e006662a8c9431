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
  const name = path.slice(path.lastIndexOf("/") + 1);
  return kinds.find(({ names, paths }) => names?.test(name) === true || paths?.test(path) === true)?.kind ?? null;
}

/** Whether a lockfile is written anew when the manifest changes: of one ecosystem, beside it or above it. */
export function isMadeFrom(lockfile: string, manifest: string): boolean {
  const folder = lockfile.slice(0, lockfile.lastIndexOf("/") + 1);
  if (!manifest.startsWith(folder) || sharedFileKind(manifest) !== "manifest") return false;
  const [lockName, manifestName] = [lockfile.slice(folder.length), manifest.slice(manifest.lastIndexOf("/") + 1)];
  return ecosystems.some(([locks, manifests]) => locks.test(lockName) && manifests.test(manifestName));
}

/** Lockfiles, and the manifests that each is made from. */
const ecosystems: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/,
    /^(package\.json|pnpm-workspace\.yaml)$/,
  ],
  [/^deno\.lock$/, /^(deno\.jsonc?|jsr\.json|package\.json)$/],
  [/^Cargo\.lock$/, /^Cargo\.toml$/],
  [/^go\.(work\.)?sum$/, /^go\.(mod|work)$/],
  [/^(poetry|uv|pdm)\.lock$/, /^pyproject\.toml$/],
  [/^Pipfile\.lock$/, /^Pipfile$/],
  [/^Gemfile\.lock$/, /^(Gemfile|.*\.gemspec)$/],
  [/^composer\.lock$/, /^composer\.json$/],
  [/^packages\.lock\.json$/, /\.(cs|fs|vb)proj$|^Directory\./],
  [/^gradle\.lockfile$/, /^(build|settings)\.gradle(\.kts)?$|^libs\.versions\.toml$/],
  [/^mix\.lock$/, /^mix\.exs$/],
  [/^pubspec\.lock$/, /^pubspec\.yaml$/],
  [/^Package\.resolved$/, /^Package\.swift$/],
  [/^MODULE\.bazel\.lock$/, /^MODULE\.bazel$/],
];

/** The first that fits wins. */
const kinds: readonly { kind: SharedKind; names?: RegExp; paths?: RegExp }[] = [
  {
    kind: "lockfile",
    names:
      /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.sum|go\.work\.sum|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|packages\.lock\.json|gradle\.lockfile|mix\.lock|pubspec\.lock|Package\.resolved|flake\.lock|conan\.lock|MODULE\.bazel\.lock|Podfile\.lock)$/,
  },
  {
    kind: "manifest",
    names:
      /^(package\.json|pnpm-workspace\.yaml|deno\.jsonc?|jsr\.json|Cargo\.toml|go\.mod|go\.work|pyproject\.toml|setup\.(py|cfg)|requirements[\w.-]*\.txt|Pipfile|Gemfile|.*\.gemspec|composer\.json|pom\.xml|(build|settings)\.gradle(\.kts)?|libs\.versions\.toml|.*\.(cs|fs|vb)proj|.*\.sln|Directory\.(Build|Packages)\.props|CMakeLists\.txt|meson\.build|mix\.exs|pubspec\.yaml|Package\.swift|build\.zig(\.zon)?|MODULE\.bazel|WORKSPACE(\.bazel)?)$/,
  },
  {
    kind: "changelog",
    names: /^(changelog|changes|history|news|releases?|release[-_]notes)(\.(md|rst|txt|adoc|markdown))?$/i,
  },
  { kind: "snapshot", names: /\.(snap|ambr|approved\.\w+|verified\.\w+)$/, paths: /(^|\/)__snapshots__\// },
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
      /^(tsconfig[\w.-]*\.json|biome\.jsonc?|\.?eslint(rc|\.config)[\w.]*|\.prettierrc[\w.]*|(jest|vite|vitest|webpack|rollup|babel|tailwind|next)\.config\.\w+|Makefile|Justfile|Dockerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|tox\.ini|\.gitlab-ci\.yml|\.travis\.yml|\.gitignore|\.gitattributes|\.editorconfig)$/,
    paths: /^\.github\/workflows\//,
  },
];
