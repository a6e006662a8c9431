import { expect, test } from "bun:test";
import { keepGoing } from "../../../src/ecosystems/going-on/keep-going.ts";

const going = (command: string, files: Record<string, string>) =>
  keepGoing(command, new Map(Object.entries(files))).command;
const scripts = (test: string, more: object = {}) => JSON.stringify({ scripts: { test, ...more } });

test.each<[command: string, script: string | null, expected: string]>([
  ["pnpm test", "pnpm -r test", `PATH="$PWD/node_modules/.bin:$PATH" sh -c 'pnpm --no-bail -r test'`],
  [
    "pnpm test",
    "pnpm run -r --sort test",
    `PATH="$PWD/node_modules/.bin:$PATH" sh -c 'pnpm --no-bail run -r --sort test'`,
  ],
  ["pnpm test", "pnpm -r --no-bail test", "pnpm test"],
  ["pnpm test", "pnpm -r test; echo", `PATH="$PWD/node_modules/.bin:$PATH" sh -c 'pnpm --no-bail -r test; echo'`],
  ["pnpm --filter=...@x/a test", "pnpm -r test", "pnpm --no-bail --filter=...@x/a test"],
  ["npm test", "turbo run test", "npm test -- --continue"],
  ["npm test -- --filter=...a", "turbo test", "npm test -- --filter=...a --continue"],
  ["pnpm test --filter=...a", "turbo test", "pnpm test --filter=...a --continue"],
  ["yarn test", "turbo test --continue", "yarn test"],
  ["yarn test", "lerna run test", "yarn test --no-bail"],
  ["npm test", "node --test", "npm test"],
  ["npm test", null, "npm test"],
  [
    "yarn test",
    "yarn workspaces run test",
    `PATH="$PWD/node_modules/.bin:$PATH" sh -c 'ended=0; for each in $(yarn --silent workspaces info | sed -n '\\''s/^  "\\(.*\\)": {$/\\1/p'\\''); do yarn workspace "$each" run test || ended=$((ended ? ended : $?)); done; exit $ended'`,
  ],
  ["npm test", "run-s lint unit", "npm test -- --continue-on-error"],
  ["pnpm test", "npm-run-all -c lint unit", "pnpm test"],
  [
    "npm test",
    "eslint . && vitest run",
    "npm exec -c 'ended=0; { eslint .; } || ended=$((ended ? ended : $?)); { vitest run; } || ended=$((ended ? ended : $?)); exit $ended'",
  ],
  [
    "CI=true pnpm test",
    "tsc && pnpm -r test",
    `CI=true PATH="$PWD/node_modules/.bin:$PATH" sh -c 'ended=0; { tsc; } || ended=$((ended ? ended : $?)); { pnpm --no-bail -r test; } || ended=$((ended ? ended : $?)); exit $ended'`,
  ],
  ["npm test", "eslint . && vitest run || true", "npm test"],
  [
    "npm test -- --filter=...a",
    "eslint . && vitest run",
    "npm exec -c 'ended=0; { eslint .; } || ended=$((ended ? ended : $?)); { vitest run --filter=...a; } || ended=$((ended ? ended : $?)); exit $ended'",
  ],
])("%s, whose script is %p, goes on past a red package", (command, script, expected) => {
  expect(going(command, script === null ? {} : { "package.json": scripts(script) })).toBe(expected);
});

test("a script with another one before it is run by its name alone", () => {
  expect(going("pnpm test", { "package.json": scripts("pnpm -r test", { pretest: "tsc" }) })).toBe(
    `PATH="$PWD/node_modules/.bin:$PATH" sh -c 'ended=0; { tsc; } || ended=$((ended ? ended : $?)); { pnpm --no-bail -r test; } || ended=$((ended ? ended : $?)); exit $ended'`,
  );
});

test.each<[command: string, expected: string]>([
  ["cargo test --workspace", "cargo test --no-fail-fast --workspace"],
  ["make test", "make -k test"],
  ["cd a && cargo test", "cd a && cargo test --no-fail-fast"],
  ["python3 -m pytest", "python3 -m pytest --maxfail=0 --continue-on-collection-errors"],
  ["uv run python -m pytest a", "uv run python -m pytest --maxfail=0 --continue-on-collection-errors a"],
  ["python -m pytest -x", "python -m pytest --maxfail=0 --continue-on-collection-errors"],
  ["pytest --maxfail=2 a", "pytest --maxfail=0 --continue-on-collection-errors a"],
  ["mvn -o test", "mvn -fae -o test"],
  ["./mvnw -B -fae verify", "./mvnw -B -fae verify"],
  ["./gradlew check", "./gradlew --continue check"],
  ["ginkgo -r", "ginkgo --keep-going -r"],
  ["uvu -b tests", "uvu tests"],
  ["python3 -m nose2 -F", "python3 -m nose2"],
  ["busted --no-keep-going", "busted --keep-going"],
  ["bundle exec rspec", "bundle exec rspec --no-fail-fast"],
  ["rspec --fail-fast", "rspec --no-fail-fast"],
  ["npm run rspec-js", "npm run rspec-js"],
  ["mvn-debian test", "mvn-debian test"],
  ["cd a && make test", "cd a && make -k test"],
  [
    "make lint && make test",
    "ended=0; { make -k lint; } || ended=$((ended ? ended : $?)); { make -k test; } || ended=$((ended ? ended : $?)); exit $ended",
  ],
  [
    "cd a && ./lint && CI=1 ./test",
    "ended=0; cd a || exit $?; { ./lint; } || ended=$((ended ? ended : $?)); { CI=1 ./test; } || ended=$((ended ? ended : $?)); exit $ended",
  ],
  ["./lint && ./test || ./else", "./lint && ./test || ./else"],
  ["./lint && ./test & wait", "./lint && ./test & wait"],
  ["./lint && ./test # all of it", "./lint && ./test # all of it"],
  [
    `eslint "src/**/*.ts" && jest -t 'a && b' 2>&1 | tee log`,
    `ended=0; { eslint "src/**/*.ts"; } || ended=$((ended ? ended : $?)); { jest -t 'a && b' 2>&1 | tee log; } || ended=$((ended ? ended : $?)); exit $ended`,
  ],
  [
    "./lint && ./test; exit $?",
    "ended=0; { ./lint; } || ended=$((ended ? ended : $?)); { ./test; } || ended=$((ended ? ended : $?)); exit $ended",
  ],
  ["cd a && ./lint; ./test", "cd a && ./lint; ./test"],
  ["for a in 1 2; do ./lint && ./test; done", "for a in 1 2; do ./lint && ./test; done"],
  [
    "(test -d out || meson setup out) && meson test -C out",
    "ended=0; { (test -d out || meson setup out); } || ended=$((ended ? ended : $?)); { meson test -C out; } || ended=$((ended ? ended : $?)); exit $ended",
  ],
])("%s, which a person named, goes on past what is red", (command, expected) => {
  expect(going(command, {})).toBe(expected);
});

test.each([
  ["./lint && ./test & wait", "`&&`"],
  ["./lint && ./test; exit $?", null],
  ["cd a && ./lint && ./test; ./more", "`&&`"],
  ["./tone_tests --gtest_fail_fast", "`--gtest_fail_fast`"],
  ["./tone_tests --abort-after=1", "`--abort-after`"],
  ["testcafe chrome --stop-on-first-fail", "`--stop-on-first-fail`"],
  ["avocado run --max-failures 1", "`--max-failures`"],
  ["cmake . && ctest -Q || ctest --output-on-failure", null],
  ["cmake . || true && ctest -Q; echo", "`&&`"],
  ["cmake . || true && ctest -Q & echo", "`&&`"],
])("%s stops at %p", (command, stops) => {
  expect(keepGoing(command).stops).toBe(stops);
});
