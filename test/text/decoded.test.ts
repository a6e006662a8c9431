import { expect, test } from "bun:test";
import { decodedIn } from "../../src/text/decoded.ts";
import { redactor, secretOf, shows } from "../../src/text/redact.ts";

const value = "Rk7-wq2Zm9LpT4xvB8sYh3NcD6f";

/** What the tools of a shell make of a file of three lines, with the value in the second. */
const written: [by: string, text: string][] = [
  [
    "gzip -nc|base64",
    "H4sIAAAAAAAAA3O0NeQK9vAPiA/x93b1sw3KNtctLzSKyrX0KQgxqShzsiiOzDD2S3YxS+Nysi0p\nz+cCAJ28GGMxAAAA\n",
  ],
  [
    "xxd",
    "00000000: 413d 310a 5348 4f50 5f54 4f4b 454e 3d52  A=1.SHOP_TOKEN=R\n00000010: 6b37 2d77 7132 5a6d 394c 7054 3478 7642  k7-wq2Zm9LpT4xvB\n00000020: 3873 5968 334e 6344 3666 0a42 3d74 776f  8sYh3NcD6f.B=two\n00000030: 0a                                       .\n",
  ],
  [
    "xxd -c 8",
    "00000000: 413d 310a 5348 4f50  A=1.SHOP\n00000008: 5f54 4f4b 454e 3d52  _TOKEN=R\n00000010: 6b37 2d77 7132 5a6d  k7-wq2Zm\n00000018: 394c 7054 3478 7642  9LpT4xvB\n00000020: 3873 5968 334e 6344  8sYh3NcD\n00000028: 3666 0a42 3d74 776f  6f.B=two\n00000030: 0a                   .\n",
  ],
  [
    "xxd -b",
    "00000000: 01000001 00111101 00110001 00001010 01010011 01001000  A=1.SH\n00000006: 01001111 01010000 01011111 01010100 01001111 01001011  OP_TOK\n0000000c: 01000101 01001110 00111101 01010010 01101011 00110111  EN=Rk7\n00000012: 00101101 01110111 01110001 00110010 01011010 01101101  -wq2Zm\n00000018: 00111001 01001100 01110000 01010100 00110100 01111000  9LpT4x\n0000001e: 01110110 01000010 00111000 01110011 01011001 01101000  vB8sYh\n00000024: 00110011 01001110 01100011 01000100 00110110 01100110  3NcD6f\n0000002a: 00001010 01000010 00111101 01110100 01110111 01101111  .B=two\n00000030: 00001010                                               .\n",
  ],
  [
    "xxd -i",
    "  0x41, 0x3d, 0x31, 0x0a, 0x53, 0x48, 0x4f, 0x50, 0x5f, 0x54, 0x4f, 0x4b,\n  0x45, 0x4e, 0x3d, 0x52, 0x6b, 0x37, 0x2d, 0x77, 0x71, 0x32, 0x5a, 0x6d,\n  0x39, 0x4c, 0x70, 0x54, 0x34, 0x78, 0x76, 0x42, 0x38, 0x73, 0x59, 0x68,\n  0x33, 0x4e, 0x63, 0x44, 0x36, 0x66, 0x0a, 0x42, 0x3d, 0x74, 0x77, 0x6f,\n  0x0a\n",
  ],
  [
    "od",
    "0000000 036501 005061 044123 050117 052137 045517 047105 051075\n0000020 033553 073455 031161 066532 046071 052160 074064 041166\n0000040 071470 064131 047063 042143 063066 041012 072075 067567\n0000060 000012\n0000061\n",
  ],
  [
    "od -c",
    "0000000   A   =   1  \\n   S   H   O   P   _   T   O   K   E   N   =   R\n0000020   k   7   -   w   q   2   Z   m   9   L   p   T   4   x   v   B\n0000040   8   s   Y   h   3   N   c   D   6   f  \\n   B   =   t   w   o\n0000060  \\n\n0000061\n",
  ],
  [
    "od -x",
    "0000000 3d41 0a31 4853 504f 545f 4b4f 4e45 523d\n0000020 376b 772d 3271 6d5a 4c39 5470 7834 4276\n0000040 7338 6859 4e33 4463 6636 420a 743d 6f77\n0000060 000a\n0000061\n",
  ],
  [
    "od -tx1z",
    "0000000 41 3d 31 0a 53 48 4f 50 5f 54 4f 4b 45 4e 3d 52  >A=1.SHOP_TOKEN=R<\n0000020 6b 37 2d 77 71 32 5a 6d 39 4c 70 54 34 78 76 42  >k7-wq2Zm9LpT4xvB<\n0000040 38 73 59 68 33 4e 63 44 36 66 0a 42 3d 74 77 6f  >8sYh3NcD6f.B=two<\n0000060 0a                                               >.<\n0000061\n",
  ],
  [
    "od -tx4",
    "0000000 0a313d41 504f4853 4b4f545f 523d4e45\n0000020 772d376b 6d5a3271 54704c39 42767834\n0000040 68597338 44634e33 420a6636 6f77743d\n0000060 0000000a\n0000061\n",
  ],
  [
    "od -An -tu1",
    "  65  61  49  10  83  72  79  80  95  84  79  75  69  78  61  82\n 107  55  45 119 113  50  90 109  57  76 112  84  52 120 118  66\n  56 115  89 104  51  78  99  68  54 102  10  66  61 116 119 111\n  10\n",
  ],
  [
    "hexdump",
    "0000000 3d41 0a31 4853 504f 545f 4b4f 4e45 523d\n0000010 376b 772d 3271 6d5a 4c39 5470 7834 4276\n0000020 7338 6859 4e33 4463 6636 420a 743d 6f77\n0000030 000a                                   \n0000031\n",
  ],
  [
    "hexdump -C",
    "00000000  41 3d 31 0a 53 48 4f 50  5f 54 4f 4b 45 4e 3d 52  |A=1.SHOP_TOKEN=R|\n00000010  6b 37 2d 77 71 32 5a 6d  39 4c 70 54 34 78 76 42  |k7-wq2Zm9LpT4xvB|\n00000020  38 73 59 68 33 4e 63 44  36 66 0a 42 3d 74 77 6f  |8sYh3NcD6f.B=two|\n00000030  0a                                                |.|\n00000031\n",
  ],
  ["base32", "IE6TCCSTJBHVAX2UJ5FUKTR5KJVTOLLXOEZFU3JZJRYFINDYOZBDQ42ZNAZU4Y2EGZTAUQR5OR3W\n6CQ=\n"],
  ["basenc --base32hex", "84UJ22IJ917L0NQK9T5KAJHTA9LJEBBNE4P5KR9P9HO58D3OEP13GSQPD0PKSOQ46PJ0KGHTEHRM\nU2G=\n"],
  ["base64|base64", "UVQweENsTklUMUJmVkU5TFJVNDlVbXMzTFhkeE1scHRPVXh3VkRSNGRrSTRjMWxvTTA1alJEWm1D\na0k5ZEhkdkNnPT0K\n"],
  ["base64|tr A-Za-z N-ZA-Mn-za-m", "DG0kPyAVG1OsIR9YEH49Hzf3YKqkZycgBHkjIQE4qxV4p1ybZ05wEQMzPxV9qUqiPt==\n"],
  ["tr '!-~' 'P-~!-O'", "pl`\n$w~!0%~zt}l#<f\\HBa+>h{A%cIGqgD*9b}4se7\nqlEH@\n"],
  [
    "gzip -nc|xxd -p",
    "1f8b080000000000000373b435e40af6f00f880ff1f776f5b30dca36d72d\n2f348acab5f4290831a92873b2288ecc30f64b76314be372b22d29cfe702\n009dbc186331000000\n",
  ],
  [
    "od -td4",
    "0000000   170999105  1347373139  1263490143  1379749445\n0000020  1999452011  1834627697  1416645689  1115060276\n0000040  1750692664  1147358771  1107977782  1870099517\n0000060          10\n0000061\n",
  ],
  [
    "od -An -td4",
    "   170999105  1347373139  1263490143  1379749445\n  1999452011  1834627697  1416645689  1115060276\n  1750692664  1147358771  1107977782  1870099517\n          10\n",
  ],
  [
    "od -An -tu4",
    "  170999105 1347373139 1263490143 1379749445\n 1999452011 1834627697 1416645689 1115060276\n 1750692664 1147358771 1107977782 1870099517\n         10\n",
  ],
  [
    "od -td2",
    "0000000  15681   2609  18515  20559  21599  19279  20037  21053\n0000020  14187  30509  12913  27994  19513  21616  30772  17014\n0000040  29496  26713  20019  17507  26166  16906  29757  28535\n0000060     10\n0000061\n",
  ],
  [
    "od -An -td8",
    "  5786923567684861249  5925978744212640863\n  7879665960950249323  4789147419905379385\n  4927868399974445880  8032016266888373814\n                   10\n",
  ],
  [
    "od -An -to1",
    " 101 075 061 012 123 110 117 120 137 124 117 113 105 116 075 122\n 153 067 055 167 161 062 132 155 071 114 160 124 064 170 166 102\n 070 163 131 150 063 116 143 104 066 146 012 102 075 164 167 157\n 012\n",
  ],
  [
    "basenc --base2msbf",
    "0100000100111101001100010000101001010011010010000100111101010000010111110101\n0100010011110100101101000101010011100011110101010010011010110011011100101101\n0111011101110001001100100101101001101101001110010100110001110000010101000011\n0100011110000111011001000010001110000111001101011001011010000011001101001110\n0110001101000100001101100110011000001010010000100011110101110100011101110110\n111100001010\n",
  ],
  [
    "basenc --base2lsbf",
    "1000001010111100100011000101000011001010000100101111001000001010111110100010\n1010111100101101001010100010011100101011110001001010110101101110110010110100\n1110111010001110010011000101101010110110100111000011001000001110001010100010\n1100000111100110111001000010000111001100111010011010000101101100110001110010\n1100011000100010011011000110011001010000010000101011110000101110111011101111\n011001010000\n",
  ],
  [
    "zip|base64",
    "UEsDBBQAAAAIABhDe13W2j9VCwAAAHgAAAAFAAAAYS50eHRLyywqLlFIozsJAFBLAwQUAAAACAAY\nQ3tdnbwYYzMAAAAxAAAAAQAAAHhztDXkCvbwD4gP8fd29bMNyjbXLS80isq19CkIMakoc7Iojsww\n9kt2MUvjcrItKc/nAgBQSwECFAMUAAAACAAYQ3td1to/VQsAAAB4AAAABQAAAAAAAAAAAAAAgAEA\nAAAAYS50eHRQSwECFAMUAAAACAAYQ3tdnbwYYzMAAAAxAAAAAQAAAAAAAAAAAAAApIEuAAAAeFBL\nBQYAAAAAAgACAGIAAACAAAAAAAA=\n",
  ],
  [
    "tar -cz|base64",
    "H4sIAAAAAAAAA+3OuwrCQBSE4a3zFHkBYS8xq0UKg4KgJKJptBERRBBZTaLJ47uktNBKRfi/ZuDM\nKaYVnye9OIq69J7Tl0qovpFaG6u08ndrjRWh/MI2cavqXRmGonSufvX3rv9To0QFq2m+2Bb5bJIl\ny5PtNVe9OQ/nlyJq7+mgWh9Nth/HhyBN6sYFvx4MAAAAAAAAAAAAAAAAAOg8AENtCOcAKAAA\n",
  ],
  [
    "basenc --z85",
    "k%l}fq+fXXuSo/]mnu0zyD0??AwyZmizsx>g<BggicekogFRBFhF9p.j->)^3sNyNwmYv=xKLvWw\nmYv=xKLvWwmYv=xKLvWwmYv=xKLvWwmYv=xKLvWwmYv=xKLvWwmYv=xKLvWwmYv=xKLvWwmYv=\n",
  ],
  ["base58", "C95axx2Qe2WUkag2ZYuXW9VgKAodJVsfrYqa5"],
  ["base58 of a line", "rAfEuwsDLRf7VMdFtfpqdeVaXCGoEESeVhXNxq"],
  ["one large number", "33905132151252959010423412473392382236102440603611308454551238246"],
  ["xxd -p|rev", "66634436e43386953783246787434507c493d6a5231777d273b625"],
  ["rev|base64", "MT1BCmY2RGNOM2hZczhCdng0VHBMOW1aMnF3LTdrUj1ORUtPVF9QT0hTCm93dD1CCg==\n"],
  [
    "gzip -nc|od -c",
    "0000000 037 213  \\b  \\0  \\0  \\0  \\0  \\0  \\0 003   s 264   5 344  \\n 366\n0000020 360 017 210 017 361 367   v 365 263  \\r 312   6 327   -   /   4\n0000040 212 312 265 364   )  \\b   1 251   (   s 262   ( 216 314   0 366\n0000060   K   v   1   K 343   r 262   -   ) 317 347 002  \\0 235 274 030\n0000100   c   1  \\0  \\0  \\0\n0000105\n",
  ],
  [
    "gzip -nc|base64|xxd",
    "00000000: 4834 7349 4141 4141 4141 4141 4133 4f30  H4sIAAAAAAAAA3O0\n00000010: 4e65 514b 3976 4150 6941 2f78 3933 6231  NeQK9vAPiA/x93b1\n00000020: 7377 334b 4e74 6374 4c7a 534b 7972 5830  sw3KNtctLzSKyrX0\n00000030: 4b51 6778 7153 687a 7369 694f 7a44 4432  KQgxqShzsiiOzDD2\n00000040: 5333 5978 532b 4e79 7369 3070 0a7a 2b63  S3YxS+Nysi0p.z+c\n00000050: 4341 4a32 3847 474d 7841 4141 410a       CAJ28GGMxAAAA.\n",
  ],
  [
    "python3 -c 'import sys,zlib,base64;print(base64.b64encode(zlib.compress(sys.stdin.buffer.read())).decode())'",
    "eJxztDXkCvbwD4gP8fd29bMNyjbXLS80isq19CkIMakoc7Iojsww9kt2MUvjcrItKc/nAgBrCw7d\n",
  ],
  [
    "python3 -c 'import sys,base64;print(base64.b85encode(sys.stdin.buffer.read()).decode())'",
    "K|L`FQ%FxxUsO*^MNU0ZYd0--aWYzMIZSX=G<bGGICEKOGfrbfHf9P!J#=?(3I\n",
  ],
  [
    "python3 -c 'import sys,base64;print(base64.a85encode(sys.stdin.buffer.read()).decode())'",
    "5s6q0;b0\\\\?W9fo78?!DCH!hhEAC^73D=Bk1jF113-/591JVFJ2J*:_4`kmd$3\n",
  ],
  [
    "perl -0777 -ne 'print pack(\"u\",$_)'",
    'M03TQ"E-(3U!?5$]+14X]4FLW+7=Q,EIM.4QP5#1X=D(X<UEH,TYC1#9F"D(]\n$=\'=O"@``\n',
  ],
];

const secret = () => {
  const known = secretOf("the environment's SHOP_TOKEN", value);
  if (known === null) throw new Error("the value is no secret");
  return known;
};

test.each(written)("%s is known for what it holds, in a text and in a document", (_by, text) => {
  const known = secret();
  const seen = [text, ...decodedIn(text).flatMap(({ texts }) => texts)];
  expect(seen.some((one) => shows(one, known))).toBe(true);
  const clean = redactor([known]);
  expect(clean(text)).toContain("[redacted]");
  const json = JSON.stringify({ text: `It says:\n${text}` });
  expect(clean(json)).not.toBe(json);
  expect(() => JSON.parse(clean(json))).not.toThrow();
});

test.each(written)("%s of another value is left as it is", (_by, text) => {
  const other = secretOf("the environment's OTHER_TOKEN", "x9Kd-83jdk2KD93kdls0QpLl");
  if (other === null) throw new Error("the value is no secret");
  expect(redactor([other])(text)).toBe(text);
});

test("what is decoded has a place, and an end", () => {
  const packed = written[0]?.[1].trimEnd() ?? "";
  const [part] = decodedIn(`one\ntwo ${packed}\nthree`);
  expect(part).toMatchObject({ start: 8, texts: [expect.stringContaining(value)] });
  expect(redactor([secret()])(`one\ntwo ${packed} three`)).toBe("one\ntwo [redacted] three");
});

test("encodings of encodings end, and so does what unpacks without end", () => {
  let text = "nothing of interest stands here, nor there";
  for (let n = 0; n < 12; n++) text = Buffer.from(text).toString("base64");
  expect(decodedIn(text)[0]?.texts).toHaveLength(3);
  const bomb = Buffer.from(Bun.gzipSync(Buffer.alloc(64 * 1024 * 1024, 97))).toString("base64");
  expect(
    decodedIn(bomb)
      .flatMap(({ texts }) => texts)
      .join("").length,
  ).toBeLessThan(2 * 1024 * 1024);
});

test("ordinary text stands for nothing else", () => {
  const text = [
    "0000000 is where it begins, deadbeef cafe and 12345678 others",
    "src/components/navigation/NavigationSidebarItem.tsx",
    "  const aVeryLongIdentifierThatGoesOnAndOn = true;",
  ].join("\n");
  expect(decodedIn(text)).toEqual([]);
});
