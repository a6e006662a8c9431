const manifest =
  /\/(package\.json|deno\.jsonc?|Cargo\.toml|go\.mod|pyproject\.toml|setup\.py|requirements\.txt|Pipfile|pom\.xml|build\.gradle(\.kts)?|mix\.exs|composer\.json|Gemfile|[^/]+\.(cs|fs|vb)proj)$/;

/** Folders whose projects are material for something else. */
const noPackage =
  /(^|\/)(tests?|__tests__|spec|fixtures?|testdata|examples?|samples?|templates?|vendor|third_party|docs?|node_modules|\.[^/]+)(\/|$)/i;

/** Further down than this lies nothing that a repository is made of. */
const mostDepth = 3;

/** The uppermost folders below the root that hold a project of their own, relative to the root, in order. */
export function packagesBelow(files: readonly string[]): string[] {
  const folders = new Set(
    files.filter((path) => manifest.test(path)).map((path) => path.slice(0, path.lastIndexOf("/"))),
  );
  const likely = [...folders].filter((path) => !noPackage.test(path) && path.split("/").length <= mostDepth);
  return likely.filter((path) => !likely.some((other) => path.startsWith(`${other}/`))).sort();
}
