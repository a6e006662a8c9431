import type { Sign } from "./missing-around.ts";

const installed = (tool: string) => (name: string) =>
  `install the project's packages${tool === "" ? "" : ` (${tool})`}${name === "" ? "" : `: ${name} is missing`}`;
const passed = (name: string) =>
  name === ""
    ? "set the variables that it needs, and pass them on with --env NAME"
    : `set ${name}, and pass it on with --env ${name}`;
const library = (name: string) =>
  `install the library${name === "" ? "" : ` ${name}`} with what is needed to build against it`;
const program = (name: string) => `install ${name === "" ? "the program" : name}, or put it on the PATH`;
const compiler = () => "install a compiler, or put it on the PATH";
const fetched = () => "fetch the project's packages while there is a network, then run again";
const writable = (place: string) => `make ${place === "" ? "the place" : place} writable, or let it write elsewhere`;
const signedIn = () => "sign in where it asks for credentials, or pass them on with --env NAME";
const display = () => "run it where there is a display, such as under xvfb-run";

/** What a project's packages lack where its package manager says so, not the shell. */
const packages: readonly Sign[] = [
  { pattern: /^(?:NX +)?Could not find Nx modules at\b/, next: installed("npm install") },
  {
    pattern: /^(?:Local package\.json exists, but node_modules missing|.*\bnode_modules missing\b)/,
    next: installed(""),
  },
  { pattern: /^.*\bCould not find the '([^']+)' builder's node package/, next: installed("npm install") },
  {
    pattern: /^.*\bdoesn't seem to (?:have been installed|be present in your lockfile)\b/,
    next: installed("yarn install"),
  },
  { pattern: /^.*\bERR_PNPM_(?:NO_OFFLINE_TARBALL|NO_OFFLINE_META|META_FETCH_FAIL)\b/, next: fetched },
  { pattern: /^.*\bcode (?:ENOTCACHED|EAI_AGAIN|ENOTFOUND)$/, next: fetched },
  { pattern: /^You (?:need to|must) set up the project dependencies\b/, next: installed("composer install") },
  { pattern: /^Unchecked dependencies for environment \w+:$/, next: installed("mix deps.get") },
  { pattern: /^Could not find Hex, which is needed to build dependency/, next: () => "install Hex: mix local.hex" },
  { pattern: /^.*\b(?:Gem::GemNotFoundException|can't find gem (\S+))/, next: installed("bundle install") },
  {
    pattern: /^.*\b(?:Couldn't resolve the package '([^']+)'|Could not find package [`"]([^`"]+)[`"])/,
    next: installed("dart pub get"),
  },
  { pattern: /^.*\bthere is no package called [‘']([^’']+)[’']/, next: installed("") },
  { pattern: /^.*\bArgumentError: Package (\S+) .*not found in current path/, next: installed("") },
  { pattern: /^Error: Library "([^"]+)" not found\.$/, next: installed("opam install") },
  {
    pattern: /^.*\bDependencies aren't satisfied\b|^Missing dependencies, run `shards install`/,
    next: installed("shards install"),
  },
  { pattern: /^.*\bmodule '([\w.]+)' not found:$/, next: installed("luarocks install") },
  { pattern: /^.*\bCannot access \S+ \(\S+\) in offline mode\b/, next: fetched },
  {
    pattern:
      /^.*\b(?:No cached version of (\S+) available for offline mode|Could not resolve dependencies for project)\b/,
    next: fetched,
  },
  { pattern: /^.*\b(?:error NU1301|Unable to load the service index for source)\b/, next: fetched },
  { pattern: /^E +fixture '([^']+)' not found$/, next: (name) => `install the plugin that has the fixture ${name}` },
  { pattern: /^.*\bThe requested PHP extension (\S+)|^.*\brequires the "([\w", ]+)" extensions?\b/, next: library },
  { pattern: /^.*\bPDOException: could not find driver\b/, next: () => "install PHP's driver for the database" },
];

/** Compilers, libraries to build against and programs that builds look for. */
const builders: readonly Sign[] = [
  { pattern: /^cgo: C compiler "([^"]+)" not found\b/, next: program },
  { pattern: /^.*\bexec: "([^"]+)": executable file not found in \$PATH/, next: program },
  { pattern: /^No CMAKE_\w+_COMPILER could be found\.?$/, next: compiler },
  { pattern: /^.*\bCould NOT find (\w+)\b.*\(missing: /, next: library },
  { pattern: /^Could not find a package configuration file provided by "([^"]+)"/, next: library },
  { pattern: /^.*\bERROR: Dependency "([^"]+)" not found\b/, next: library },
  { pattern: /^.*\bERROR: Program '([^']+)' not found or not executable/, next: program },
  { pattern: /^.*\bERROR: Unknown compiler\(s\): /, next: compiler },
  {
    pattern: /^configure: error: (?:no acceptable C compiler found|.*\bC compiler cannot create executables)/,
    next: compiler,
  },
  { pattern: /^The system library `([^`]+)` required by crate/, next: library },
  { pattern: /^.*\bCould not find (?:directory of (OpenSSL) installation|`(protoc)`)/, next: library },
  { pattern: /^.*\bNo compiler is provided in this environment\b/, next: () => "install a JDK, not a JRE alone" },
  {
    pattern: /^.*\bThe JAVA_HOME environment variable is not defined correctly\b/,
    next: () => "set JAVA_HOME, and pass it on with --env JAVA_HOME",
  },
  {
    pattern: /^.*\bSDK location not found\b/,
    next: () => "install the Android SDK, and pass ANDROID_HOME on with --env ANDROID_HOME",
  },
  {
    pattern: /^.*\bA compatible \.NET SDK was not found\b|^.*\bNo \.NET SDKs were found\b/,
    next: () => "install the .NET SDK that the project asks for",
  },
  { pattern: /^.*\bCould not find a JavaScript runtime\b/, next: () => "install Node.js" },
  {
    pattern: /^.*\bxcrun: error: (?:unable to find utility "([^"]+)"|invalid active developer path)/,
    next: () => "install Xcode's command line tools: xcode-select --install",
  },
  { pattern: /^.*\bWebDriverException: Message: '?(\w+)'? executable needs to be in PATH/, next: program },
];

/** Rights, room, devices and what a person has set. */
const surroundings: readonly Sign[] = [
  { pattern: /^.*\b(?:EROFS|Read-only file system)\b.*?(?:'([^']+)')?$/, next: writable },
  { pattern: /^.*\bPermissionError: \[Errno 13\] Permission denied: '(\/[^']+)'/, next: writable },
  { pattern: /^.*\b(?:EACCES|EPERM): (?:permission denied|operation not permitted), \w+ '(\/[^']+)'/, next: writable },
  {
    pattern: /^.*\bSystem limit for number of file watchers reached\b/,
    next: () => "let more files be watched (fs.inotify.max_user_watches)",
  },
  { pattern: /^.*\b(?:No space left on device|ENOSPC)\b/, next: () => "free room on the disk" },
  { pattern: /^.*\b(?:EMFILE|Too many open files)\b/, next: () => "let more files be open at once (ulimit -n)" },
  {
    pattern:
      /^.*\b(?:no display name and no \$DISPLAY|Missing X server or \$DISPLAY|cannot open display|[Uu]nable to open X display)\b/,
    next: display,
  },
  {
    pattern: /^.*\b(?:Found no NVIDIA driver|no CUDA-capable device is detected|CUDA driver version is insufficient)\b/,
    next: () => "run it where there is a graphics card with its driver",
  },
  {
    pattern: /^.*\b(?:No connected devices|no devices\/emulators found|Unable to find a device matching)\b/,
    next: () => "start the emulator or connect the device",
  },
  {
    pattern:
      /^.*\b(?:Unable to locate credentials|NoCredentialsError|Could not load the default credentials|CredentialsProviderError)\b/,
    next: signedIn,
  },
  { pattern: /^.*\blocale\.Error: unsupported locale setting\b/, next: () => "install the locale that the tests use" },
  { pattern: /^.*\bKeyError: '([A-Z][A-Z0-9]*_[A-Z0-9_]+)'$/, next: passed },
  {
    pattern:
      /^.*\b(?:[Ee]nvironment variables? (?:not found: )?["'`]?([A-Z][A-Z0-9_]+)["'`]?(?: (?:is|was) (?:not set|missing|required|undefined)| must be set| not set|\.?$))/,
    next: passed,
  },
  { pattern: /^.*\bkey not found: "([A-Z][A-Z0-9]*_[A-Z0-9_]+)" \(KeyError\)/, next: passed },
  { pattern: /^.*\bcould not fetch environment variable "([A-Z][A-Z0-9_]+)" because it is not set/, next: passed },
];

const started = (place: string) => `start what it connects to${place === "" ? "" : ` (${place})`}, then run again`;

/** Services, in the words that are everybody's: they come after those of a driver, which name the place. */
const connections: readonly Sign[] = [
  { pattern: /^.*\bCan't reach database server at [`"]?([\w.:[\]-]+)/, next: started },
  { pattern: /^.*\bConnection to (\S+) refused\b/, next: started },
  { pattern: /^.*\bConnection to node -?\d+ \(([^)]+)\) could not be established/, next: started },
  { pattern: /^curl: \(7\) Failed to connect to (\S+) port \d+/, next: started },
  { pattern: /^.*\bConnection refused - connect\(2\) for "?([\w.:-]+)"?/, next: started },
  { pattern: /^.*\b(?:ECONNREFUSED|[Cc]onnection refused)\b/, next: () => started("") },
];

/** What a machine lacks of what a check is made of. As with all around it, it counts where not one test passes. */
export const partSigns: readonly Sign[] = [...packages, ...builders, ...surroundings, ...connections];
