import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { zipSync } from "fflate";

export const archiveFormats = ["tar.gz", "tar.zst", "zip"] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

/**
 * Packs a folder so that the same files give the same bytes: sorted, with one time (`epoch`, seconds since 1970) and one
 * owner. The archive holds the files of the folder itself, at its top.
 */
export function pack(folder: string, format: ArchiveFormat, epoch: number): Buffer {
  if (format === "zip") return zip(folder, epoch);
  const tar = execFileSync(
    "tar",
    [
      "--create",
      "--format=ustar",
      "--sort=name",
      `--mtime=@${epoch}`,
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--directory",
      folder,
      ...readdirSync(folder).sort(),
    ],
    { maxBuffer: 2 ** 30 },
  );
  if (format === "tar.gz") return gzipSync(tar, { level: 9 });
  return zstdCompressSync(tar, { params: { [constants.ZSTD_c_compressionLevel]: 12 } });
}

function zip(folder: string, epoch: number): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
  const entries = files.map((file) => [
    relative(folder, file).replaceAll("\\", "/"),
    [readFileSync(file), { level: 9 as const, mtime: epoch * 1000, os: 3, attrs: statSync(file).mode << 16 }],
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

/** Packs a folder into a file beside others; gives the bytes. */
export function writeArchive(folder: string, file: string, format: ArchiveFormat, epoch: number): Buffer {
  const bytes = pack(folder, format, epoch);
  writeFileSync(file, bytes);
  return bytes;
}
