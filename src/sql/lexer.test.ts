import assert from "node:assert/strict";
import { test } from "node:test";
import { nextToken } from "./lexer.ts";

/** Kinds and texts of all tokens; a mark or a comment is only its text. */
function lex(text: string): string {
  const shown: string[] = [];
  for (let token = nextToken(text, 0); token.kind !== "end"; token = nextToken(text, token.end)) {
    shown.push(`${token.kind}<${text.slice(token.start, token.end)}>`);
  }
  return shown.join(" ");
}

// text → tokens; ␤ is a line end
const TOKENS = String.raw`
select a_1$ é "A""b" → word<select> word<a_1$> word<é> quoted-name<"A""b">
'a''b' N'x' X'1F' b'\'' → string<'a''b'> string<N'x'> string<X'1F'> string<b'\''>
'a\' E'a\'b' e'\\' → string<'a\'> string<E'a\'b'> string<e'\\'>
E'a' ␤ 'b\'c' 'd\' → string<E'a' ␤ 'b\'c'> string<'d\'>
E'a' -- 'c ␤ --␤--d'␤'b\'c' → string<E'a' -- 'c ␤ --␤--d'␤'b\'c'>
E'a' -- ␤ /**/ 'b\' → string<E'a'> comment<-- > comment</**/> string<'b\'>
E'a' -- 'b' → string<E'a'> comment<-- 'b'>
E'a' - ␤'b' → string<E'a'> operator<-> string<'b'>
E'a' 'b\' → string<E'a'> string<'b\'>
U&'\0041' u&"a" U & 'a' U&1 → string<U&'\0041'> quoted-name<u&"a"> word<U> operator<&> string<'a'> word<U> operator<&> number<1>
$$a;$b$$ $t$ $$ $t$ $é$x$é$ → string<$$a;$b$$> string<$t$ $$ $t$> string<$é$x$é$>
a$$b$$ $1 $12::int $a → word<a$$b$$> parameter<$1> parameter<$12> :<:> :<:> word<int> other<$> word<a>
/* a /* b */ c */ x → comment</* a /* b */ c */> word<x>
/*/ a */ /***/ /**/ → comment</*/ a */> comment</***/> comment</**/>
a--b␤c → word<a> comment<--b> word<c>
a<--b␤c@-/*d*/e → word<a> operator<<> comment<--b> word<c> operator<@-> comment</*d*/> word<e>
#>> @? -> := != <> *=* → operator<#>>> operator<@?> operator<->> :<:> operator<=> operator<!=> operator<<>> operator<*=*>
1 1.5e-3 .5 5. 0x1F 1_000 1..10 → number<1> number<1.5e-3> number<.5> number<5.> number<0x1F> number<1_000> number<1> .<.> number<.10>
a[1:2], (b).c; → word<a> [<[> number<1> :<:> number<2> ]<]> ,<,> (<(> word<b> )<)> .<.> word<c> ;<;>
\i {x} → other<\> word<i> other<{> word<x> other<}>
'open → error<'open>
"open → error<"open>
E'open\' → error<E'open\'>
$t$open$$ → error<$t$open$$>
/* /* open */ → error</* /* open */>
// x → operator<//> word<x>
`;

for (const line of TOKENS.trim().split("\n")) {
  const [text = "", expected = ""] = line.split(" → ").map((part) => part.replaceAll("␤", "\n"));
  test(`${JSON.stringify(text)} is ${expected.replaceAll("\n", "␤")}`, () => {
    assert.equal(lex(text), expected);
  });
}

test("a byte order mark at the start of the text is passed over, and a letter elsewhere", () => {
  assert.equal(lex("\ufeffa"), "word<a>");
  assert.equal(lex("a \ufeffb"), "word<a> word<\ufeffb>");
});

test("a token ends where the part that is read does", () => {
  assert.deepEqual(nextToken("abc", 0, 2), { kind: "word", start: 0, end: 2 });
  assert.deepEqual(nextToken("'a' 'b'", 0, 2), { kind: "error", start: 0, end: 2 });
  assert.deepEqual(nextToken("$$a$$", 0, 4), { kind: "error", start: 0, end: 4 });
  assert.deepEqual(nextToken("/**/", 0, 3), { kind: "error", start: 0, end: 3 });
  assert.deepEqual(nextToken("  ", 0, 1), { kind: "end", start: 1, end: 1 });
});
