import type { ArchiveFormat } from "./archive.ts";
import type { Target } from "./targets.ts";

/** A file of a release. */
export interface ReleasedFile {
  target: string;
  format: ArchiveFormat;
  archive: string;
  /** Of the archive, hex. */
  sha256: string;
  bytes: number;
  /** Of the program inside, hex. */
  programSha256: string;
  programBytes: number;
  os: Target["os"];
  cpu: Target["cpu"];
  libc: Target["libc"];
  /** What was held against the program before it was released, in words. */
  checked: readonly string[];
}

/** What the action, the installers and the packages read of a release. */
export interface Manifest {
  name: "baro";
  version: string;
  /** The commit it was built from; null when files differed from it. */
  commit: string | null;
  files: readonly ReleasedFile[];
}

/** The manifest as JSON with one file a line and `target`, `format` first: a shell can read it with grep and sed. */
export function renderManifest({ name, version, commit, files }: Manifest): string {
  const head = `{"name":"${name}","version":${JSON.stringify(version)},"commit":${JSON.stringify(commit)},"files":[`;
  return `${head}\n${files.map((file) => JSON.stringify(file)).join(",\n")}\n]}\n`;
}

/** The file of a target in a format. Throws when the release has none. */
export function fileOf({ files }: Manifest, target: string, format: ArchiveFormat): ReleasedFile {
  const found = files.find((file) => file.target === target && file.format === format);
  if (found === undefined) throw new Error(`Cannot write a package: the release has no ${format} for ${target}`);
  return found;
}
