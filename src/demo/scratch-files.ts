/**
 * The files of the scratch repository: a few text functions in the shell's own language, because a shell is the only
 * thing that every machine with git has. Each function is documented by an example that its test can be made from.
 */
export interface Module {
  name: string;
  source: string;
}

const slug: Module = {
  name: "slug",
  source: `# Makes a title fit for a URL.
#   slugify 'Hello World' -> 'hello-world'
#   slugify 'Rock & Roll' -> 'rock-roll'
slugify() {
  printf '%s' "$1" | tr '[:upper:]' '[:lower:]' | tr -cs '[:alnum:]' '-' | sed 's/^-//; s/-$//'
}
`,
};

/** The modules that nobody has written tests for. */
export const untested: readonly Module[] = [
  {
    name: "caps",
    source: `# Changes the case of every letter.
#   to_upper 'one Two' -> 'ONE TWO'
#   to_lower 'One TWO' -> 'one two'
to_upper() {
  printf '%s' "$1" | tr '[:lower:]' '[:upper:]'
}

to_lower() {
  printf '%s' "$1" | tr '[:upper:]' '[:lower:]'
}
`,
  },
  {
    name: "words",
    source: `# Counts and picks words.
#   count_words 'one two  three' -> '3'
#   first_word 'one two' -> 'one'
count_words() {
  printf '%s\\n' "$1" | wc -w | tr -d ' '
}

first_word() {
  printf '%s' "\${1%% *}"
}
`,
  },
  {
    name: "trim",
    source: `# Removes spaces that nobody meant.
#   trim '  one two  ' -> 'one two'
#   squeeze 'one   two' -> 'one two'
trim() {
  printf '%s' "$1" | sed 's/^ *//; s/ *$//'
}

squeeze() {
  printf '%s' "$1" | tr -s ' '
}
`,
  },
  {
    name: "path",
    source: `# Takes paths apart.
#   file_name 'src/lib/main.c' -> 'main.c'
#   extension 'src/lib/main.c' -> 'c'
file_name() {
  printf '%s' "\${1##*/}"
}

extension() {
  printf '%s' "\${1##*.}"
}
`,
  },
];

const expectation = `# expect FUNCTION INPUT EXPECTED: ends the test when the function answers anything else.
expect() {
  actual=$("$1" "$2")
  if [ "$actual" = "$3" ]; then
    echo "ok   $1 '$2'"
  else
    echo "FAIL $1 '$2': expected '$3', got '$actual'"
    exit 1
  fi
}
`;

const runner = `# Runs every test; fails when one fails.
cd "$(dirname "$0")/.." || exit 1
failed=0
count=0
for test in test/*.test.sh; do
  count=$((count + 1))
  sh "$test" || failed=$((failed + 1))
done
echo "$count test files, $failed failed"
[ "$failed" -eq 0 ]
`;

const readme = `# texts

Small functions on texts, for shell scripts. Each module in \`lib/\` shows by example what its functions answer.

    sh test/run.sh          # all tests
    sh test/slug.test.sh    # one
`;

/** As it was when slugs still kept their capitals. */
export const firstFiles: Readonly<Record<string, string>> = {
  "README.md": readme,
  "CHANGELOG.md": "# Changes\n\n## 1.0\n\n- First functions.\n",
  "lib/slug.sh": slug.source
    .replaceAll("hello-world", "Hello-World")
    .replaceAll("rock-roll", "Rock-Roll")
    .replace(" | tr '[:upper:]' '[:lower:]'", ""),
  ...Object.fromEntries(untested.map(({ name, source }) => [`lib/${name}.sh`, source])),
  "test/expect.sh": expectation,
  "test/run.sh": runner,
  "test/slug.test.sh": slugTest("Hello-World", "Rock-Roll"),
};

/** The change of mind that the test did not follow. */
export const lowerCaseFiles: Readonly<Record<string, string>> = {
  "CHANGELOG.md": "# Changes\n\n## 2.0\n\n- Slugs are lower case.\n\n## 1.0\n\n- First functions.\n",
  "lib/slug.sh": slug.source,
};

/** The test as it has to be since then. */
export const followedFiles: Readonly<Record<string, string>> = {
  "test/slug.test.sh": slugTest("hello-world", "rock-roll"),
};

function slugTest(hello: string, rock: string): string {
  return `. ./test/expect.sh
. ./lib/slug.sh

expect slugify 'Hello World' '${hello}'
expect slugify 'Rock & Roll' '${rock}'
`;
}
