// The rules of SASI indexes. Pure.
// Source: index/sasi/SASIIndex.validateOptions, index/sasi/conf/IndexMode of Cassandra 3.11–5.0.
import type { Span } from "../../text/span.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Column, OptionMap } from "../schema/schema.ts";
import { isMultiCell } from "../schema/type-facts.ts";
import { mayExist } from "./options/class-name.ts";
import { parseInt64 } from "./options/java-number.ts";
import { refuse } from "./refuse.ts";

const ANALYZERS = "org.apache.cassandra.index.sasi.analyzer.";
/** Analyzers that take text alone, and the one that takes anything. */
const TEXT_ANALYZERS = ["DelimiterAnalyzer", "NonTokenizingAnalyzer", "StandardAnalyzer"].map(
  (name) => ANALYZERS + name,
);
const ANY_ANALYZER = `${ANALYZERS}NoOpAnalyzer`;

/** Options that it does not know pass. @throws Refused */
export function checkSasiIndex(column: Column, options: OptionMap, span: Span, capabilities: Capabilities): void {
  if (isMultiCell(column.type)) refuse(`SASI cannot index \`${column.name}\`: it is not frozen`, span);
  if (column.kind === "partition-key") refuse(`SASI cannot index \`${column.name}\`: it is in the partition key`, span);
  const isText = column.type.kind === "native" && (column.type.name === "text" || column.type.name === "ascii");
  checkAnalyzer(options, isText, span, capabilities);
  const { mode = "PREFIX", is_literal: literal, max_compaction_flush_memory_in_mb: memory } = options;
  if (memory !== undefined && parseInt64(memory) === undefined) {
    refuse(`option \`max_compaction_flush_memory_in_mb\` is \`${memory}\`, expected a whole number`, span);
  }
  if (!["PREFIX", "CONTAINS", "SPARSE"].includes(mode.toUpperCase())) {
    refuse(`option \`mode\` is \`${mode}\`, expected \`PREFIX\`, \`CONTAINS\` or \`SPARSE\``, span);
  }
  if (mode.toUpperCase() !== "SPARSE") return;
  const isLiteral = literal === undefined ? isText : isTrue(literal);
  if (isLiteral) refuse(`mode \`SPARSE\` is not for text, such as \`${column.name}\``, span);
  const isAnalyzed = options.analyzed === undefined ? options.analyzer_class !== undefined : isTrue(options.analyzed);
  if (isAnalyzed) refuse("mode `SPARSE` takes no analyzer", span);
}

function checkAnalyzer(options: OptionMap, isText: boolean, span: Span, capabilities: Capabilities): void {
  const name = options.analyzer_class;
  if (name === undefined) return;
  if (TEXT_ANALYZERS.includes(name)) {
    if (!isText) refuse(`analyzer \`${name}\` is for text alone`, span);
    const isCased = options.normalize_lowercase !== undefined || options.normalize_uppercase !== undefined;
    if (name.endsWith(".NonTokenizingAnalyzer") && options.case_sensitive !== undefined && isCased) {
      refuse("option `case_sensitive` does not go with `normalize_lowercase` and `normalize_uppercase`", span);
    }
  } else if (name !== ANY_ANALYZER && !mayExist(name, capabilities)) {
    refuse(`there is no analyzer \`${name}\``, span, `the servers have \`${ANALYZERS}StandardAnalyzer\``);
  }
}

function isTrue(text: string): boolean {
  return text.toLowerCase() === "true";
}
