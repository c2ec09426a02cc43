// The control plane of Kubernetes in one process, for tests: etcd, API server, controllers and scheduler. It listens on
// 127.0.0.1 and on sockets in a folder of its own, nowhere else, and it ends with its standard input.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// What a test needs to know, printed as one line of JSON when everything is ready.
type announcement struct {
	Server       string `json:"server"`
	CA           string `json:"ca"`
	AdminToken   string `json:"adminToken"`
	KubeletToken string `json:"kubeletToken"`
	AuditLog     string `json:"auditLog"`
}

func main() {
	directory := flag.String("dir", "", "folder of all files; one that was kept is used again (default: a new temporary one)")
	keep := flag.Bool("keep", false, "leave the folder in place at the end")
	port := flag.Int("port", 0, "port of the API server on 127.0.0.1 (default: a free one)")
	flag.Parse()

	if err := makeFolder(directory); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	end := func(code int) {
		if !*keep {
			_ = os.RemoveAll(*directory)
		}
		os.Exit(code)
	}
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, err)
		end(1)
	}
	go endWithInput(end)

	announced, err := start(*directory, *port, fail)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(announced); err != nil {
		fail(err)
	}
	select {}
}

func makeFolder(directory *string) (err error) {
	if *directory == "" {
		*directory, err = os.MkdirTemp("", "kubernetes-")
		return err
	}
	return os.MkdirAll(*directory, 0o700)
}

// Whoever started this process holds its standard input open, so it cannot outlive a test that was killed.
func endWithInput(end func(code int)) {
	closed := make(chan os.Signal, 1)
	signal.Notify(closed, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		closed <- syscall.SIGTERM
	}()
	<-closed
	end(0)
}
