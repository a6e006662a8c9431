import { figuresOf, lastNumber, namesBy, numbered, type Reader, sumOf } from "./report.ts";

/** `go test`: names stand before the line of their package. With -json, each line says of which package it is. */
export const goTest: Reader = (output) => {
  if (/^\{"(?:Time|ImportPath|Action)":.*"Action":/m.test(output)) return goJson(output);
  if (!/^(?:ok {2}|FAIL|\? {2})\s*\t\S+/m.test(output)) return null;
  const failing: string[] = [];
  let open: string[] = [];
  for (const line of output.split("\n")) {
    const name = /^(?:\s*--- FAIL: (\S+)|(panic): )/.exec(line);
    if (name !== null) open.push(name[1] ?? "panic");
    const ended = /^(?:ok {2}|FAIL)\t(\S+)\s*(.*)$/.exec(line);
    if (ended === null) continue;
    if (line.startsWith("FAIL")) failing.push(...failuresOf(ended[1] ?? "", ended[2] ?? "", open));
    open = [];
  }
  return { failing: [...new Set([...failing, ...goComplaints(output)])], counts: null };
};

/** What Go's compiler and its vet complain of, below the name of the package. */
function goComplaints(output: string): string[] {
  const blocks = namesBy(output, /^# \S+.*\n((?:(?:vet: )?\S+\.go:\d+:\d+: .+\n)+)/gm);
  return numbered(
    blocks.flatMap((block) =>
      [...block.matchAll(/^(?:vet: )?(?:\.\/)?(\S+\.go):\d+:\d+: (.+)$/gm)].map(([, file, what]) => `${file}: ${what}`),
    ),
  );
}

function failuresOf(place: string, rest: string, names: readonly string[]): string[] {
  const broken = /\[(?:build|setup) failed\]/.exec(rest)?.[0];
  if (broken !== undefined) return [`${place} ${broken}`];
  return names.length > 0 ? names.map((name) => `${place}: ${name}`) : [place];
}

function goJson(output: string): ReturnType<Reader> {
  const events = goEvents(output);
  const unbuilt = events.flatMap(({ output: said }) => {
    const [, place, how] = /^FAIL\t(\S+) (\[(?:build|setup) failed\])/.exec(said) ?? [];
    return place === undefined ? [] : [{ place, name: `${place} ${how}` }];
  });
  const ended = (action: string) => events.filter((event) => event.action === action && event.test !== null);
  const red = ended("fail");
  const told = new Set([...red, ...unbuilt].map(({ place }) => place));
  // What broke outside of any test is the package's.
  const outside = events.filter(({ action, test, place }) => action === "fail" && test === null && !told.has(place));
  const said = events.filter(({ test }) => test === null).map(({ output: text }) => text);
  const names = [
    ...goComplaints(said.join("")),
    ...unbuilt.map(({ name }) => name),
    ...red.map(({ place, test }) => `${place}: ${test}`),
    ...outside.map(({ place }) => place),
  ];
  const counts = { passed: ended("pass").length, failed: red.length, skipped: ended("skip").length };
  return { failing: [...new Set(names)], counts };
}

/** A line of `go test -json`. */
export interface GoEvent {
  action: string;
  place: string;
  test: string | null;
  output: string;
}

/** The lines of `go test -json`; some versions print what could not be built between them, as it is. */
export function goEvents(output: string): GoEvent[] {
  return output.split("\n").map((line) => {
    const event = eventOf(line);
    const test = event["Test"];
    return {
      action: String(event["Action"] ?? ""),
      place: String(event["Package"] ?? event["ImportPath"] ?? "").replace(/ \[\S+\]$/, ""),
      test: typeof test === "string" ? test : null,
      output: typeof event["Output"] === "string" ? event["Output"] : line.startsWith("{") ? "" : `${line}\n`,
    };
  });
}

function eventOf(line: string): Record<string, unknown> {
  try {
    return line.startsWith("{") ? (JSON.parse(line) as Record<string, unknown>) : {};
  } catch {
    // What a test prints may look like anything.
    return {};
  }
}

/** `cargo test`: tests are called with the program that holds them, because every crate may have its own `tests::it_works`. */
export const cargoTest: Reader = (output) => {
  const broken = [...new Set(namesBy(output, /^error: (could not compile `[^`]+`)/gm))];
  // What nextest shows of it is the output of what fails alone.
  if (/^ +Summary \[[^\]]*\] +\d+(?:\/\d+)? tests? run: /m.test(output)) return null;
  if (broken.length === 0 && !/^test result: /m.test(output)) return null;
  const crashed = namesBy(output, /^error: test failed, to rerun pass `(.+)`$/gm).filter(() =>
    /\(signal: \d+|process didn't exit successfully.*exit status: (?!101)/.test(output),
  );
  return {
    failing: [...new Set([...cargoFailures(output), ...broken, ...crashed])],
    counts: {
      passed: sumOf(output, /^test result: .*? (\d+) passed;/gm),
      failed: sumOf(output, /^test result: .*? (\d+) failed;/gm),
      skipped: sumOf(output, /^test result: .*? (\d+) ignored;/gm),
    },
  };
};

function cargoFailures(output: string): string[] {
  const failing: string[] = [];
  let program = "";
  let isList = false;
  for (const line of output.split("\n")) {
    const running = /^ +Running (?:unittests )?(\S+) \((?:.*[/\\])?([\w-]+?)(?:-[0-9a-f]{16})?(?:\.exe)?\)$/.exec(line);
    const docs = /^ +Doc-tests (\S+)$/.exec(line);
    if (running !== null) program = `${running[2]} (${running[1]}): `;
    else if (docs !== null) program = `${docs[1]} (doc-tests): `;
    // What a test's own children print may stand before its FAILED: the list at the end of each program is whole.
    const listed: string | undefined = isList ? /^ {4}(\S.*)$/.exec(line)?.[1] : undefined;
    isList = line === "failures:" || listed !== undefined;
    const name = listed ?? /^test (.+?)(?: - should panic)? \.\.\. FAILED$/.exec(line)?.[1];
    // A test of documents is named by the line that it stands on, which moves.
    if (name !== undefined) failing.push(program + name.replace(/ \(line \d+\)$/, ""));
  }
  return failing;
}

/** Maven's Surefire: each class has its sums, and the module's come last, without a class. */
export const maven: Reader = (output) => {
  const sums = [...output.matchAll(/^\[\w+\] Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)$/gm)];
  const broken = /^\[ERROR\] COMPILATION ERROR/m.test(output) ? uncompiled(output) : [];
  if (sums.length === 0 && broken.length === 0) return null;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const sum of sums) {
    const of = figuresOf(sum);
    counts.passed += of(1) - of(2) - of(3) - of(4);
    counts.failed += of(2) + of(3);
    counts.skipped += of(4);
  }
  const failing = namesBy(
    output,
    /^\[ERROR\] +(?!Tests run:)(\S.*?) +(?:-- )?Time elapsed: .*<<< (?:FAILURE|ERROR)!$/gm,
  );
  return { failing: [...new Set([...failing, ...broken])], counts };
};

function uncompiled(output: string): string[] {
  const files = namesBy(output, /^\[ERROR\] (\S+\.\w+):\[\d+,\d+\] /gm);
  return files.length === 0 ? ["does not compile"] : [...new Set(files)].map((file) => `${file} does not compile`);
}

export const gradle: Reader = (output) => {
  if (!/^> Task :|^\d+ tests? completed|^Execution failed for task ':/m.test(output)) return null;
  const tests = namesBy(output, /^(\S.* > .+) FAILED$/gm);
  const red = namesBy(output, /^> Task (:\S*compile\S*) FAILED$|^Execution failed for task '(:\S*compile\S*)'\.$/gim);
  const tasks = [...new Set(red)].map((task) => `${task} does not compile`);
  const all = sumOf(output, /^(\d+) tests? completed/gm);
  if (all === 0) return { failing: [...tests, ...tasks], counts: null };
  const failed = sumOf(output, /^\d+ tests? completed, (\d+) failed/gm);
  const skipped = sumOf(output, /^\d+ tests? completed.*, (\d+) skipped/gm);
  const counts = { passed: all - failed - skipped, failed, skipped };
  return { failing: [...new Set([...tests, ...tasks])], counts, isSilentWhenGreen: true };
};

export const sbt: Reader = (output) => {
  if (!/^\[\w+\] (?:Passed|Failed): Total \d+/m.test(output)) return null;
  const failing = [
    ...namesBy(output, /^\[\w+\] (.+) \*\*\* FAILED \*\*\*/gm),
    ...namesBy(output, /^\[error\] Test (\S+) failed/gm),
    ...namesBy(output, /^==> X (\S+)/gm),
  ];
  return {
    failing: [...new Set(failing.map((name) => name.replace(/^- /, "").trim()))],
    counts: {
      passed: sumOf(output, /: Total \d+.*, Passed (\d+)/g),
      failed: sumOf(output, /: Total \d+, Failed (\d+)/g) + sumOf(output, /: Total \d+.*, Errors (\d+)/g),
      skipped: sumOf(output, /: Total \d+.*, Skipped (\d+)/g),
    },
  };
};

export const ctest: Reader = (output) => {
  const sum = /^\d+% tests passed, (\d+) tests? failed out of (\d+)$/m.exec(output);
  if (sum === null) return null;
  const failed = Number(sum[1]);
  const at = output.search(/^The following tests FAILED:$/m);
  const failing =
    at < 0 ? [] : namesBy(output.slice(at), /^\s+\d+ - (.+?) \((?:Failed|Timeout|SEGFAULT|Not Run|[\w ]+)\)/gm);
  return { failing, counts: { passed: Number(sum[2]) - failed, failed, skipped: 0 } };
};

export const meson: Reader = (output) => {
  if (!/^Ok: +\d+/m.test(output)) return null;
  const failing = namesBy(output, /^ *\d+\/\d+ (.+?) +(?:FAIL|ERROR|TIMEOUT)\b/gm);
  const failed = ["Fail", "Timeout", "Unexpected Pass"].reduce(
    (sum, name) => sum + lastNumber(output, new RegExp(`^${name}: +(\\d+)`, "m")),
    0,
  );
  const counts = {
    passed: lastNumber(output, /^Ok: +(\d+)/m),
    failed,
    skipped: lastNumber(output, /^Skipped: +(\d+)/m),
  };
  return { failing: [...new Set(failing)], counts };
};

/** automake's `make check`. */
export const automake: Reader = (output) => {
  if (!/^# TOTAL: +\d+$/m.test(output)) return null;
  return {
    failing: [...new Set(namesBy(output, /^(?:FAIL|ERROR|XPASS): (.+)$/gm).filter((name) => !/^\d+$/.test(name)))],
    counts: {
      passed: sumOf(output, /^# (?:PASS|XFAIL): +(\d+)$/gm),
      failed: sumOf(output, /^# (?:FAIL|ERROR|XPASS): +(\d+)$/gm),
      skipped: sumOf(output, /^# SKIP: +(\d+)$/gm),
    },
  };
};

export const bazelTest: Reader = (output) => {
  if (!/^\/\/\S+ +(?:\(cached\) )?(?:PASSED|FAILED|NO STATUS|TIMEOUT)/m.test(output)) return null;
  const failing = namesBy(output, /^(\/\/\S+) +(?:FAILED|NO STATUS|TIMEOUT)/gm);
  const passed = namesBy(output, /^(\/\/\S+) +(?:\(cached\) )?PASSED/gm).length;
  return { failing, counts: { passed, failed: failing.length, skipped: 0 } };
};
