package main

import (
	"errors"
	"net/url"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

const etcdStartTimeout = 30 * time.Second

func setUpEtcd(files *layout) (func() error, error) {
	config := embed.NewConfig()
	config.Dir = files.etcdData
	// What it advertises stays as it is by default: it must look like host:port, and a single member is asked for by nobody.
	config.ListenClientUrls = []url.URL{{Scheme: "unix", Path: files.clientSocket}}
	config.ListenPeerUrls = []url.URL{{Scheme: "unix", Path: files.peerSocket}}
	config.LogLevel = "error"
	config.LogOutputs = []string{files.log}
	// Nothing here has to survive a power cut; it does survive the end of this process.
	config.UnsafeNoFsync = true
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return func() error { return <-etcd.Err() }, nil
	case err := <-etcd.Err():
		return nil, err
	case <-time.After(etcdStartTimeout):
		return nil, errors.New("it did not start in time")
	}
}
