// Reads a JSON array of SQL texts and writes a JSON array of what CockroachDB's own parser says of each.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/parser"
	// Without it the body of a DO block is a panic.
	_ "github.com/cockroachdb/cockroachdb-parser/pkg/sql/plpgsql/parser"
)

type verdict struct {
	// How many statements the text is.
	Count int `json:"count"`
	// Empty: it parses.
	Problem string `json:"problem"`
	// "CREATE TABLE", of each statement.
	Tags []string `json:"tags"`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verdicts := make([]verdict, len(texts))
	for i, text := range texts {
		verdicts[i] = judge(text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func judge(text string) (result verdict) {
	defer func() {
		if thrown := recover(); thrown != nil {
			result = verdict{Problem: fmt.Sprintf("panic: %v", thrown), Tags: []string{}}
		}
	}()
	statements, err := parser.Parse(text)
	if err != nil {
		return verdict{Problem: err.Error(), Tags: []string{}}
	}
	tags := []string{}
	for _, statement := range statements {
		tags = append(tags, statement.AST.StatementTag())
	}
	return verdict{Count: len(statements), Tags: tags}
}
