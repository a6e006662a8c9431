/** What programs say that can't run here, and what a person can do about it. */
export interface Sign {
  /** Of one line. Its first group that holds something names what is missing. */
  pattern: RegExp;
  next(name: string): string;
}

const started = (place: string) => `start what it connects to${place === "" ? "" : ` (${place})`}, then run again`;
const runtime = (name: string) => `install the version that the project asks for${name === "" ? "" : ` (${name})`}`;
const library = (name: string) =>
  `install the library${name === "" ? "" : ` ${name}`}, or build what needs it anew here`;
const docker = () => "start Docker, as somebody who may use it";
const free = (place: string) => `end what uses port ${place === "" ? "" : place}`.trimEnd();
const more = () => "give it more memory, or let it do less at once";
const agree = () => "agree to it once by hand, where it asks";

/** Versions of run-times and tools. */
const versions: readonly Sign[] = [
  { pattern: /^.*\bThe (?:current )?(?:engine|\.NET SDK)\b.*(?:incompatible|does not support)/, next: runtime },
  { pattern: /^.*\bYou must install or update \.NET\b/, next: runtime },
  { pattern: /^.*\b(?:requires go >= ([\d.]+)|toolchain not available)/, next: runtime },
  // npm and pnpm, which hold the field "engines"
  { pattern: /^.*\b(?:EBADENGINE|ERR_PNPM_UNSUPPORTED_ENGINE)\b/, next: runtime },
  {
    pattern:
      /^.*\b(?:Vite|Next\.js|Astro|Angular CLI|This version of \w+|[\w@./-]+) requires (?:at least )?(?:a minimum )?(Node(?:\.js)? ?(?:version)?.*)/,
    next: () => runtime("Node.js"),
  },
  {
    pattern:
      /^.*\b(?:You are using Node\.js|Node(?:\.js)? version) v?[\d.]+.*\b(?:requires?|required|not supported|unsupported)\b/,
    next: () => runtime("Node.js"),
  },
  // rustup and cargo; pyenv, rbenv and the like; asdf and mise; Volta and Corepack
  { pattern: /^error: rustup could not choose a version of (\w+)/, next: runtime },
  { pattern: /^error: toolchain '([^']+)' is not installed/, next: runtime },
  {
    pattern: /^.*\b(?:requires rustc (\S+) or newer|rustc \S+ is not supported by the following packages?)/,
    next: runtime,
  },
  { pattern: /^\w+env: (?:version )?[`']([^`']+)'(?: is)? not installed/, next: runtime },
  { pattern: /^\w+env: ([\w.-]+): command not found$/, next: (name) => `install ${name}, or put it on the PATH` },
  {
    pattern: /^(?:mise ERROR )?No (?:preset )?version (?:is set|installed) for (?:command|shim):? (\S+)/,
    next: runtime,
  },
  { pattern: /^Volta error: .*$/, next: () => runtime("") },
  { pattern: /^.*\bThis project is configured to use (\S+)/, next: runtime },
  { pattern: /^.*\bThis project's package\.json defines "packageManager": "(?:yarn@)?([^"]+)"/, next: runtime },
  {
    pattern: /^.*\bError when performing the request to (https?:\S+)/,
    next: () => "fetch the package manager while there is a network: corepack install",
  },
  {
    pattern: /^!? ?Corepack is about to download (\S+)/,
    next: () => "fetch the package manager once: corepack install",
  },
  // tox
  { pattern: /^(?:ERROR: +)?(?:\S+: )?InterpreterNotFound: (\S+)/, next: runtime },
  { pattern: /^Your Ruby version is \S+, but your Gemfile specified (\S+)/, next: runtime },
  { pattern: /^.*\brequires a different Python: \S+ not in '?([^']+)/, next: runtime },
  {
    pattern:
      /^.*\b(?:Requires-Python|requires-python|The currently activated Python version \S+ is not supported|No interpreter found for Python (\S+))/,
    next: runtime,
  },
  {
    pattern:
      /^.*\b(?:Your Composer dependencies require a PHP version "([^"]+)"|This version of PHPUnit requires (PHP \S+))/,
    next: runtime,
  },
  { pattern: /^.*\bbut it has declared in its mix\.exs file it supports only Elixir (.+)$/, next: runtime },
  {
    pattern:
      /^.*\b(?:error: (?:release version|invalid source release:|invalid target release:) (\d+)|Unsupported class file major version (\d+)|has been compiled by a more recent version of the Java Runtime)/,
    next: () => runtime("Java"),
  },
  { pattern: /^.*\bis using Swift tools version (\S+) but the installed version is\b/, next: runtime },
  { pattern: /^.*\bCMake (\S+) or higher is required\. +You are running version\b/, next: runtime },
];

/** Libraries and modules of machine code. */
const libraries: readonly Sign[] = [
  { pattern: /^.*\bversion [`']((?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)' not found\b/, next: library },
  { pattern: /^.*?\b(lib[\w.+-]+): cannot open shared object file/, next: library },
  { pattern: /^.*\bLibrary not loaded: (\S+)/, next: library },
  {
    pattern:
      /^.*\b(?:invalid ELF header|was compiled against a different Node\.js version|Module version mismatch|incompatible architecture)\b/,
    next: () => "install the project's packages anew on this machine",
  },
  {
    pattern: /^.*\bCould not locate the bindings file\b/,
    next: () => "install the project's packages anew on this machine",
  },
  { pattern: /^.*\bcannot find -l([\w.+-]+)/, next: (name) => library(`lib${name}`) },
  { pattern: /^.*\bNo package '([^']+)' found$/, next: library },
];

/** What asks somebody, and nobody is there. */
const prompts: readonly Sign[] = [
  {
    pattern: /^.*\b(?:not agreed to the Xcode(?: and Apple SDKs)? license|not accepted the license agreements?)\b/,
    next: agree,
  },
  { pattern: /^.*\bTerms of Service have not been accepted\b/, next: agree },
  {
    pattern: /^.*\bnpx canceled due to missing packages and no YES option: \["([^"]+?)(?:@[^"@]*)?"/,
    next: (name) => `install the project's packages: ${name} is missing`,
  },
];

/** The services of a project (a database, a queue, containers), browsers and places that are taken. */
const services: readonly Sign[] = [
  { pattern: /^.*\bCannot connect to (?:the Docker daemon|Podman)\b/, next: docker },
  {
    pattern:
      /^.*\b(?:trying to connect to the Docker daemon socket|Could not find a valid Docker environment|Could not find a working container runtime strategy)\b/,
    next: docker,
  },
  { pattern: /^.*\bExecutable doesn't exist at\b/, next: () => "install the browsers: npx playwright install" },
  {
    pattern:
      /^.*\b(?:Could not find (?:Chrome|Firefox)\b.*|No binary for Chrome\w* browser|cannot find Chrome binary|[Tt]he Cypress (?:App|binary) .*missing.*|Your system is missing the dependency: \w+)/,
    next: () => "install the browser that the tests use",
  },
  { pattern: /^Cypress could not verify that this server is running:$/, next: started },
  { pattern: /^.*\bconnect (?:ECONNREFUSED|EHOSTUNREACH) ((?:\[[\da-f:]+\]|[\w.:-]+):\d+)/, next: started },
  { pattern: /^.*\btcp connect \(([^)]+)\): connection refused\b/, next: started },
  { pattern: /^.*\bError (?:61|111) connecting to (\S+?)\.? Connection refused\b/, next: started },
  {
    pattern:
      /^.*\b(?:could not connect to server|Can't connect to (?:local )?(?:MySQL|server)|[Cc]onnection to server (?:at|on)|Error connecting to Redis|ServerSelectionTimeoutError|MongoServerSelectionError|java\.net\.ConnectException: Connection refused|dial tcp ([\w.:[\]-]+): connect: connection refused)\b/,
    next: started,
  },
  {
    pattern: /^.*\bFATAL: +(?:password authentication failed for user|role|database) "([^"]+)"/,
    next: (name) => `make ${name} known to the database that it connects to`,
  },
  { pattern: /^.*\bEADDRINUSE\b.*?(?::(\d+))?$/, next: free },
  { pattern: /^.*\b(?:[Aa]ddress already in use|https?:\/\/\S+?:(\d+)\S* is already used)\b/, next: free },
];

/** Memory: nothing else ends compilers and test programs by SIGKILL. */
const memory: readonly Sign[] = [
  { pattern: /^make(?:\[\d+\])?: \*\*\* \[.*\] (?:Killed|Error 137)$/, next: more },
  {
    pattern:
      /^.*(?:npm (?:ERR!|error) signal SIGKILL|Command failed with (?:signal "SIGKILL"|exit code 137)|\(signal: 9, SIGKILL: kill\)|exit status: 137)/,
    next: more,
  },
  {
    pattern: /^.*\bGradle build daemon (?:disappeared unexpectedly|has been stopped: JVM garbage collector thrashing)/,
    next: more,
  },
];

/** What a machine lacks around a check. Tests print it as well: it counts where not one of them passes. */
export const aroundSigns: readonly Sign[] = [...versions, ...libraries, ...prompts, ...services, ...memory];
