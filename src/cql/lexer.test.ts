import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nextToken } from "./lexer.ts";
import type { Token } from "./token.ts";

function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let token = nextToken(text, 0); token.kind !== "end"; token = nextToken(text, token.end)) tokens.push(token);
  return tokens;
}

/** "kind:text" for every token. */
function shown(text: string): readonly string[] {
  return lex(text).map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`);
}

function kindsOf(text: string): readonly string[] {
  return lex(text).map(({ kind }) => kind);
}

test("a string ends at its quote, and a doubled quote stays inside", () => {
  assert.deepEqual(shown("'it''s; -- no' ''"), ["string:'it''s; -- no'", "string:''"]);
});

test("a quoted name ends at its quote, and a doubled quote stays inside", () => {
  assert.deepEqual(shown('"we;ird" "a""b"'), ['quoted-name:"we;ird"', 'quoted-name:"a""b"']);
});

test("a $$ string holds quotes, single dollars and semicolons", () => {
  assert.deepEqual(shown("$$it's $1; \"x$$ $$$$"), ["string:$$it's $1; \"x$$", "string:$$$$"]);
});

test("a line comment ends before its line's end, at LF, CR and the end of the text", () => {
  assert.deepEqual(shown("-- a;\nb // c'\rd --"), ["comment:-- a;", "word:b", "comment:// c'", "word:d", "comment:--"]);
});

test("block comments do not nest", () => {
  assert.deepEqual(shown("/* a /* b */ c"), ["comment:/* a /* b */", "word:c"]);
});

test("/*/ opens a comment and does not close it", () => {
  assert.deepEqual(shown("/*/ a */ b"), ["comment:/*/ a */", "word:b"]);
});

test("integers, floats and blobs are told apart", () => {
  assert.deepEqual(shown("0 -12 1. 1.5 1e10 -2.5E-3 0xCAFE 0x"), [
    "integer:0",
    "integer:-12",
    "float:1.",
    "float:1.5",
    "float:1e10",
    "float:-2.5E-3",
    "blob:0xCAFE",
    "blob:0x",
  ]);
});

test("an e without digits is an error, as on the server", () => {
  assert.deepEqual(shown("1e 1e+"), ["error:1e", "error:1e", "+:+"]);
});

test("two dots between integers are a range", () => {
  assert.deepEqual(shown("l[1..2]"), ["word:l", "[:[", "integer:1", "..:..", "integer:2", "]:]"]);
});

test("a minus that touches a digit belongs to the number, as on the server", () => {
  assert.deepEqual(shown("c -1 - 2"), ["word:c", "integer:-1", "-:-", "integer:2"]);
});

for (const written of [
  "1h30m",
  "-1h",
  "1y2mo3w4d5h6m7s8ms9us10ns",
  "5µs",
  "2D",
  "P1Y",
  "-P1Y2M3DT4H5M6S",
  "PT5S",
  "P3W",
]) {
  test(`${written} is one duration`, () => {
    assert.deepEqual(shown(written), [`duration:${written}`]);
  });
}

test("the alternative ISO form is one duration", () => {
  assert.deepEqual(shown("P0001-02-03T04:05:06"), ["duration:P0001-02-03T04:05:06"]);
});

test("a name that only begins like a duration is a word", () => {
  assert.deepEqual(kindsOf("P P1 PT p1y P1Yx"), ["word", "word", "word", "word", "word"]);
});

test("a uuid is one token, whether it begins with a digit or a letter", () => {
  assert.deepEqual(kindsOf("5b6962dd-3f90-4c93-8f61-eabfa4a803e2 deadbeef-3F90-4c93-8f61-eabfa4a803e2"), [
    "uuid",
    "uuid",
  ]);
});

test("what only begins like a uuid is an error, as on the server", () => {
  assert.deepEqual(shown("deadbeef-1"), ["error:deadbeef", "integer:-1"]);
});

test("NaN and Infinity are floats, with their sign and in any case", () => {
  assert.deepEqual(shown("NaN -nan INFINITY -Infinity nano"), [
    "float:NaN",
    "float:-nan",
    "float:INFINITY",
    "float:-Infinity",
    "word:nano",
  ]);
});

test("the two-sign operators are one token each", () => {
  assert.deepEqual(kindsOf("<= >= != += -= .. < > = + - * / %"), "<= >= != += -= .. < > = + - * / %".split(" "));
});

test("nested type brackets stay apart", () => {
  assert.deepEqual(kindsOf("list<frozen<a>>"), ["word", "<", "word", "<", "word", ">", ">"]);
});

test("bind markers are a question mark, or a colon and a word", () => {
  assert.deepEqual(kindsOf("? :name"), ["?", ":", "word"]);
});

for (const opening of ["'a", '"a', "$$a", "/*a", "'a''", "$$a$"]) {
  test(`${opening} without its end is one error to the end of the text`, () => {
    assert.deepEqual(shown(`x ${opening} ; y`), ["word:x", `error:${opening} ; y`]);
  });
}

test("characters that cannot stand are one error with the word that hangs on them", () => {
  assert.deepEqual(shown("a _b größe # !"), ["word:a", "error:_b", "word:gr", "error:öße", "error:#", "error:!"]);
});

test("a string closed right after the limit is not closed before it", () => {
  assert.deepEqual(nextToken("'ab'", 0, 3), { kind: "error", start: 0, end: 3 });
});

test("no token crosses the limit", () => {
  const text = "abc 123 1.5 'x' $$y$$ /*z*/ 1h30m 0xff -- c\n<= 5b6962dd-3f90-4c93-8f61-eabfa4a803e2 P1Y2M -NaN";
  for (let limit = 0; limit <= text.length; limit++) {
    let offset = 0;
    while (offset < limit) {
      const token = nextToken(text, offset, limit);
      assert.ok(token.end <= limit && token.end > offset, `${JSON.stringify(token)} with limit ${limit}`);
      offset = token.end;
    }
  }
});

test("a byte order mark at the start of the text is passed over, and nowhere else", () => {
  assert.deepEqual(kindsOf("\ufeffa \ufeff"), ["word", "error"]);
});

const piece = fc.constantFrom(
  "'",
  '"',
  "$$",
  "$",
  "--",
  "//",
  "/*",
  "*/",
  "\n",
  " ",
  ";",
  "a",
  "P1Y",
  "1",
  "-",
  ".",
  "0x",
  "ö",
  "e",
  "''",
);

test("property: tokens tile any text, with nothing but white space between them", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(piece).map((pieces) => pieces.join("")),
      ),
      (text) => {
        let end = 0;
        for (const token of lex(text)) {
          assert.match(text.slice(end, token.start), end === 0 ? /^\ufeff?[ \t\r\n]*$/ : /^[ \t\r\n]*$/);
          assert.ok(token.end > token.start);
          end = token.end;
        }
        assert.match(text.slice(end), end === 0 ? /^\ufeff?[ \t\r\n]*$/ : /^[ \t\r\n]*$/);
      },
    ),
    { numRuns: 1000 },
  );
});

for (const [name, unit] of [
  ["openers", "'\"$$/*"],
  ["quotes", "'"],
  ["dollars", "$"],
  ["digits", "1"],
  ["P and digits", "P1"],
  ["durations", "1d"],
  ["hex and dashes", "deadbeef-"],
  ["no closers", "/ * "],
] as const) {
  test(`work on ${name} grows with the length, not with its square`, () => {
    assert.ok(tokensMs(unit.repeat(1_000_000 / unit.length)) < 2_000);
  });
}

/** A square of a million would take minutes: the bound is no measurement. */
function tokensMs(text: string): number {
  const start = performance.now();
  for (let token = nextToken(text, 0); token.kind !== "end"; ) token = nextToken(text, token.end);
  return performance.now() - start;
}

test("a letter that only another alphabet folds to an ASCII one makes no word", () => {
  assert.deepEqual(kindsOf("-INFIN\u0131TY"), ["error"]);
  assert.deepEqual(kindsOf("INFIN\u0131TY"), ["word", "error"]);
});
