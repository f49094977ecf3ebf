// Every program of Kubernetes in one binary: they share most of their code, so that one build and one file serve
// them all. The first argument, or the name that the binary is called by, says which of them it is to be.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

var programs = map[string]func(){}

func main() {
	if start, named := programs[filepath.Base(os.Args[0])]; named {
		start()
		return
	}
	if len(os.Args) > 1 {
		if start, known := programs[os.Args[1]]; known {
			os.Args = os.Args[1:]
			start()
			return
		}
	}
	names := make([]string, 0, len(programs))
	for name := range programs {
		names = append(names, name)
	}
	fmt.Fprintln(os.Stderr, "the first argument must be one of", names)
	os.Exit(2)
}
