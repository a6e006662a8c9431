/** How the encodings of bytes as letters show a value: as a whole and inside of longer bytes, wherever it begins in them. */

/** Shorter ones stand in too many texts to tell a leak from an accident. */
export const shortestForm = 8;

/** Its bytes in noughts and ones. */
export function bitsOf(bytes: Buffer): string[] {
  return [...bytes].map((byte) => byte.toString(2).padStart(8, "0"));
}

const base32Alphabets = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV"];

/** How base32 shows bytes inside of longer ones: it depends on where they begin, modulo five. */
export function base32Forms(bytes: Buffer): string[] {
  const bits = bitsOf(bytes).join("");
  const cut = [0, 2, 4, 1, 3].flatMap((skipped) => {
    const fives = bits.slice(skipped).match(/.{5}/g) ?? [];
    return base32Alphabets.map((letters) => fives.map((five) => letters[Number.parseInt(five, 2)]).join(""));
  });
  return cut.filter((form) => form.length >= shortestForm).flatMap((form) => [form, form.toLowerCase()]);
}

const digitsAndLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const base85Alphabets = [
  String.fromCharCode(...Array.from({ length: 85 }, (_, at) => 33 + at)),
  `${digitsAndLetters}${digitsAndLetters.slice(10).toLowerCase()}!#$%&()*+-;<=>?@^_\`{|}~`,
  `${digitsAndLetters.slice(0, 10)}${digitsAndLetters.slice(10).toLowerCase()}${digitsAndLetters.slice(10)}.-:+=^!/*?&<>()[]{}@%$#`,
];

/** How the three kinds of base85 show bytes inside of longer ones: four bytes at a time, wherever the first four begin. */
export function base85Forms(bytes: Buffer): string[] {
  return [0, 1, 2, 3].flatMap((skipped) => {
    const values: number[] = [];
    for (let at = skipped; at + 4 <= bytes.length; at += 4) values.push(bytes.readUInt32BE(at));
    if (values.length * 5 < shortestForm) return [];
    return base85Alphabets.map((letters) => values.map((value) => base85Digits(value, letters)).join(""));
  });
}

function base85Digits(value: number, letters: string): string {
  return [85 ** 4, 85 ** 3, 85 ** 2, 85, 1].map((unit) => letters[Math.floor(value / unit) % 85]).join("");
}

const base64Letters = `${digitsAndLetters.slice(10)}${digitsAndLetters.slice(10).toLowerCase()}0123456789+/`;

/** As `uuencode` shows bytes, which is base64 with other letters; zero is a blank or a back quote. */
export function uuForms(bytes: Buffer): string[] {
  return base64Forms(bytes)
    .filter((form) => !/[-_]/.test(form))
    .flatMap((form) => {
      const letters = [...form].map((letter) => String.fromCharCode(32 + base64Letters.indexOf(letter))).join("");
      return letters.includes(" ") ? [letters, letters.replaceAll(" ", "`")] : [letters];
    });
}

/** How base64 shows bytes inside of longer ones: it depends on where they begin, modulo three. */
export function base64Forms(value: string | Buffer): string[] {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  const forms = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    // Characters that share bits with what stands before or after the bytes are not certain.
    const start = Math.ceil((before * 8) / 6);
    const rest = ((before + bytes.length) * 8) % 6;
    const sure = encoded.slice(start, rest === 0 ? undefined : -1);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return forms.filter((form) => form.length >= shortestForm);
}

const base58Letters = [..."123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"];

/** Bytes as one large number, in base58 and in tens: alone, and with the line's end that `echo` adds. */
export function largeNumberForms(text: string): string[] {
  return [text, `${text}\n`].flatMap((one) => {
    const number = BigInt(`0x${Buffer.from(one).toString("hex")}`);
    let base58 = "";
    for (let rest = number; rest > 0n; rest /= 58n) base58 = (base58Letters[Number(rest % 58n)] ?? "") + base58;
    return [base58, number.toString()];
  });
}
