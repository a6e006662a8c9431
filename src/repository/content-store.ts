import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Derived facts by the id of what they were derived from: contents never change, so entries never go stale. Losing the
 * store costs time alone, so a store that can't be opened or written is done without.
 */
export interface ContentStore {
  /** The stored values of those keys that are known. */
  read(keys: Iterable<string>): Map<string, unknown>;
  write(entries: Iterable<readonly [key: string, value: unknown]>): void;
  close(): void;
}

/** Part of every file name: facts of an older form are never read. */
const version = 6;
const busyMs = 2000;
const maxStoreBytes = 1024 ** 3;

/** Opens the store of a cache folder; `null` folder or a broken store: one that remembers nothing. */
export function openContentStore(cacheDir: string | null): ContentStore {
  if (cacheDir === null) return forgetful;
  try {
    mkdirSync(cacheDir, { recursive: true });
    const file = join(cacheDir, `surface-${version}.sqlite`);
    forgetWhenHuge(file);
    const database = new DatabaseSync(file);
    database.exec(`pragma busy_timeout = ${busyMs}; pragma journal_mode = wal; pragma synchronous = off`);
    // With a rowid: otherwise every look-up that passes a large value on its way reads the whole of it.
    database.exec("create table if not exists fact (key text primary key, value text not null)");
    return storeIn(database);
  } catch {
    return forgetful;
  }
}

/** What was derived once can be derived again; a cache folder that only grows is worse. */
function forgetWhenHuge(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxStoreBytes) for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

const forgetful: ContentStore = { read: () => new Map(), write: () => {}, close: () => {} };

function storeIn(database: DatabaseSync): ContentStore {
  const select = database.prepare("select value from fact where key = ?");
  const insert = database.prepare("insert or replace into fact values (?, ?)");
  return {
    read(keys) {
      const found = new Map<string, unknown>();
      for (const key of keys) {
        const value = parsedOrNothing(() => select.get(key)?.["value"]);
        if (value !== undefined) found.set(key, value);
      }
      return found;
    },
    write(entries) {
      try {
        database.exec("begin immediate");
        for (const [key, value] of entries) insert.run(key, JSON.stringify(value));
        database.exec("commit");
      } catch {
        // Another process holds the store, or the disk is full: the facts are found again next time.
        if (database.isTransaction) database.exec("rollback");
      }
    },
    close: () => database.close(),
  };
}

function parsedOrNothing(read: () => unknown): unknown {
  try {
    const text = read();
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
