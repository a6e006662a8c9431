/** A system call's numbers, for programs of 64 and of 32 bits. */
interface Machine {
  own: number;
  narrow: number;
  calls: readonly number[];
  narrowCalls: readonly number[];
}

/** `add_key`, `request_key` and `keyctl`, by what the kernel calls the machine (linux/audit.h). */
const machines: Readonly<Record<string, Machine>> = {
  x64: { own: 0xc000003e, narrow: 0x40000003, calls: [248, 249, 250], narrowCalls: [286, 287, 288] },
  arm64: { own: 0xc00000b7, narrow: 0x40000028, calls: [217, 218, 219], narrowCalls: [309, 310, 311] },
};

const load = 0x20;
const and = 0x54;
const isEqual = 0x15;
const give = 0x06;
const allowed = 0x7fff0000;
/** As a kernel that was built without it answers: programs go on. */
const unknownCall = 0x00050000 | 38;
/** Programs of the x32 kind mark their calls. */
const unmarked = 0xbfffffff;

/**
 * What the kernel holds a program in a sandbox to, as it is told: the keys that were put into the person's session are
 * inherited by every process, whatever namespaces it has, so nobody asks for any. Null: not known for such a machine.
 */
export function sandboxFilter(arch: string): Buffer | null {
  const machine = machines[arch];
  if (machine === undefined) return null;
  const { own, narrow, calls, narrowCalls } = machine;
  const refused = (numbers: readonly number[]) => [
    step(load, 0),
    step(and, unmarked),
    ...numbers.map((number, at) => step(isEqual, number, numbers.length - at, 0)),
    step(give, allowed),
    step(give, unknownCall),
  ];
  const [wide, small] = [refused(calls), refused(narrowCalls)];
  return Buffer.concat([
    step(load, 4),
    step(isEqual, own, 2, 0),
    step(isEqual, narrow, 1 + wide.length, 0),
    step(give, allowed),
    ...wide,
    ...small,
  ]);
}

/** One instruction: what is done, with which value, and how many are passed over where it is true and where not. */
function step(code: number, value: number, yes = 0, no = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(value >>> 0, 4);
  return bytes;
}
