import { expect, test } from "bun:test";
import { readResults } from "../../../src/ecosystems/results/read-results.ts";
import { withoutMark } from "../../../src/text/failing-lines.ts";

/** A line as it is printed where something is missing, and what the next step names. */
const lines: [line: string, next: string][] = [
  [' NX  Could not find Nx modules at "/w/app".', "packages"],
  [
    "The project in /w/package.json doesn't seem to have been installed - running an install there might help",
    "yarn install",
  ],
  ["npm error code ENOTCACHED", "network"],
  ["You need to set up the project dependencies using Composer:", "composer install"],
  ["Unchecked dependencies for environment test:", "mix deps.get"],
  ["Error: Couldn't resolve the package 'test' in 'package:test/test.dart'.", "test is missing"],
  ["Error in library(testthat) : there is no package called ‘testthat’", "testthat"],
  ['Error: Library "alcotest" not found.', "alcotest"],
  ["Dependencies aren't satisfied. Install them with `shards install`", "shards install"],
  ["lua: cannot load: module 'busted.runner' not found:", "busted.runner"],
  [
    "[ERROR] Cannot access central (https://repo.maven.apache.org/maven2) in offline mode and the artifact x:y:jar:1 has not been downloaded from it before.",
    "network",
  ],
  ["> No cached version of org.gone:gone:1 available for offline mode.", "network"],
  ["error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.", "network"],
  ["E       fixture 'mocker' not found", "mocker"],
  ["PHP Fatal error:  Uncaught PDOException: could not find driver in src/db.php:1", "driver"],
  ['cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH', "install gcc"],
  ["  No CMAKE_C_COMPILER could be found.", "compiler"],
  ["  Could NOT find OpenSSL, try to set the path (missing: OPENSSL_CRYPTO_LIBRARY)", ""],
  ['meson.build:2:0: ERROR: Dependency "glib-2.0" not found, tried pkgconfig and cmake', "glib-2.0"],
  ["configure: error: no acceptable C compiler found in $PATH", "compiler"],
  ["  The system library `openssl` required by crate `openssl-sys` was not found.", "openssl"],
  ["[ERROR] No compiler is provided in this environment. Perhaps you are running on a JRE rather than a JDK?", "JDK"],
  ["> SDK location not found. Define a valid SDK location with an ANDROID_HOME environment variable", "ANDROID_HOME"],
  ["OSError: [Errno 30] Read-only file system: '/var/cache/x'", "/var/cache/x writable"],
  ["PermissionError: [Errno 13] Permission denied: '/var/lib/x'", "/var/lib/x writable"],
  ["Error: EACCES: permission denied, mkdir '/opt/x'", "/opt/x writable"],
  ["OSError: [Errno 28] No space left on device", "free room"],
  ["Error: ENOSPC: System limit for number of file watchers reached, watch '/w'", "watched"],
  ["OSError: [Errno 24] Too many open files: 'a'", "ulimit"],
  ["_tkinter.TclError: no display name and no $DISPLAY environment variable", "display"],
  ["RuntimeError: Found no NVIDIA driver on your system.", "graphics card"],
  ["com.android.builder.testing.api.DeviceException: No connected devices!", "emulator"],
  ["botocore.exceptions.NoCredentialsError: Unable to locate credentials", "sign in"],
  ["KeyError: 'DATABASE_URL'", "--env DATABASE_URL"],
  ["error: Environment variable not found: DATABASE_URL.", "--env DATABASE_URL"],
  ["Error: the environment variable API_KEY is not set", "--env API_KEY"],
  ['config.rb:1:in `fetch\': key not found: "REDIS_URL" (KeyError)', "--env REDIS_URL"],
  ['** (System.EnvError) could not fetch environment variable "SECRET_KEY" because it is not set', "--env SECRET_KEY"],
  ["Error: P1001: Can't reach database server at `localhost:5432`", "localhost:5432"],
  [
    "org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname",
    "localhost:5432",
  ],
  ["ConnectionRefusedError: [Errno 111] Connection refused", "start what it connects to"],
  ['Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }', "start what it connects to"],
  ["curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server", "127.0.0.1"],
  [
    'c.rb:1:in `initialize\': Connection refused - connect(2) for "127.0.0.1" port 9 (Errno::ECONNREFUSED)',
    "127.0.0.1",
  ],
];

test.each(lines)("%s", (line, next) => {
  const { notRun } = readResults(`some words before\n${line}\nand after\n`, 1);
  expect(notRun?.why ?? "").toContain(withoutMark(line));
  expect(notRun?.next ?? "").toContain(next);
  // Where some tests hold, it is theirs; and a green check ran.
  expect(
    readResults(`${line}\n  3 passing (9ms)\n  1 failing\n\n  1) a\n       b:\n     ${line}\n`, 1).notRun,
  ).toBeNull();
  expect(readResults(line, 0).notRun).toBeNull();
});

test.each([
  "KeyError: 'name'",
  "AssertionError: expected the environment to be set",
  "assert fixture == 'found'",
  "a.py:3: error: module 'x' not found",
  "PermissionError: [Errno 13] Permission denied: 'own/file'",
])("%s is a failure", (line) => {
  expect(readResults(`${line}\n`, 1).notRun).toBeNull();
});
