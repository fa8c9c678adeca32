// Turns a grammar in text into rules that sentences can be made from. Pure.
//
// One rule a line, continued on indented lines: `name = …`. Words in capitals are keywords, "…" is a mark, %name is a
// token made elsewhere, any other word is a rule; `|` parts alternatives, [ ] may be left out, { } comes any number of
// times, also never.

export type GrammarNode =
  | { readonly kind: "token"; readonly text: string }
  | { readonly kind: "lexical" | "rule"; readonly name: string }
  | { readonly kind: "sequence" | "choice"; readonly items: readonly GrammarNode[] }
  | { readonly kind: "optional" | "repeat"; readonly item: GrammarNode };

export type Grammar = ReadonlyMap<string, GrammarNode>;

const PART = /"[^"]+"|%?[A-Za-z][A-Za-z_-]*|[|[\]{}]/g;

/** Throws for a rule that is not there, or a bracket that is never closed. */
export function parseGrammar(...texts: readonly string[]): Grammar {
  const grammar = new Map<string, GrammarNode>();
  for (const text of texts) {
    for (const rule of text.replace(/\n +/g, " ").split("\n")) {
      const [, name, body] = /^([a-z-]+) = (.*)$/.exec(rule) ?? [];
      if (name !== undefined && body !== undefined) grammar.set(name, parseBody(name, body));
      else if (rule.trim() !== "") throw new Error(`no rule: ${rule}`);
    }
  }
  for (const [name, node] of grammar) {
    for (const used of rulesIn(node))
      if (!grammar.has(used)) throw new Error(`\`${name}\` uses \`${used}\`, which is no rule`);
  }
  return grammar;
}

/** How deep rules stand within one another in the shortest sentence of each rule. */
export function shortestDepths(grammar: Grammar): (node: GrammarNode) => number {
  const depths = new Map<string, number>();
  const depthOf = (node: GrammarNode): number => {
    switch (node.kind) {
      case "token":
      case "lexical":
      case "optional":
      case "repeat":
        return 0;
      case "rule":
        return 1 + (depths.get(node.name) ?? Number.POSITIVE_INFINITY);
      case "sequence":
        return Math.max(0, ...node.items.map(depthOf));
      case "choice":
        return Math.min(...node.items.map(depthOf));
    }
  };
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [name, node] of grammar) {
      const depth = depthOf(node);
      if (depth === (depths.get(name) ?? Number.POSITIVE_INFINITY)) continue;
      depths.set(name, depth);
      hasChanged = true;
    }
  }
  return depthOf;
}

function rulesIn(node: GrammarNode): readonly string[] {
  switch (node.kind) {
    case "token":
    case "lexical":
      return [];
    case "rule":
      return [node.name];
    case "sequence":
    case "choice":
      return node.items.flatMap(rulesIn);
    case "optional":
    case "repeat":
      return rulesIn(node.item);
  }
}

function parseBody(rule: string, body: string): GrammarNode {
  const parts = body.match(PART) ?? [];
  let index = 0;
  const parseChoice = (closer: string | undefined): GrammarNode => {
    const items: GrammarNode[] = [];
    do items.push(parseSequence());
    while (parts[index++] === "|");
    if (parts[index - 1] !== closer) throw new Error(`\`${rule}\`: expected ${closer ?? "the end"}`);
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: "choice", items };
  };
  const parseSequence = (): GrammarNode => {
    const items: GrammarNode[] = [];
    for (let part = parts[index]; part !== undefined && !"|]}".includes(part); part = parts[index]) {
      index++;
      items.push(parsePart(part));
    }
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
  };
  const parsePart = (part: string): GrammarNode => {
    if (part === "[") return { kind: "optional", item: parseChoice("]") };
    if (part === "{") return { kind: "repeat", item: parseChoice("}") };
    if (part.startsWith('"')) return { kind: "token", text: part.slice(1, -1) };
    if (part.startsWith("%")) return { kind: "lexical", name: part.slice(1) };
    return /^[A-Z_]+$/.test(part) ? { kind: "token", text: part } : { kind: "rule", name: part };
  };
  return parseChoice(undefined);
}
