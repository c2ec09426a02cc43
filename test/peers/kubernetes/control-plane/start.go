package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/util/compatibility"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	clientfeatures "k8s.io/client-go/features"
	"k8s.io/component-base/featuregate"
	"k8s.io/klog/v2"
)

const readyTimeout = 90 * time.Second

// A part of the control plane: set up from its files it gives the function that runs it until it fails.
type part struct {
	name  string
	setUp func(files *layout) (run func() error, err error)
	ready func(ctx context.Context, files *layout) error
}

// Starts one part after the other, each when the one before it is ready. A part that ends later is told to `fail`.
func start(directory string, port int, fail func(error)) (*announcement, error) {
	files, err := layOut(directory, port)
	if err != nil {
		return nil, err
	}
	if err := logTo(files.log); err != nil {
		return nil, err
	}
	if err := settleFeatures(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), readyTimeout)
	defer cancel()
	for _, part := range []part{
		{"etcd", setUpEtcd, nil},
		{"kube-apiserver", setUpAPIServer, apiServerIsReady},
		{"kube-controller-manager", setUpControllers, controllersAreReady},
		{"kube-scheduler", setUpScheduler, nil},
	} {
		run, err := part.setUp(files)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
		go func() { fail(fmt.Errorf("%s ended: %w", part.name, run())) }()
		if part.ready == nil {
			continue
		}
		if err := part.ready(ctx, files); err != nil {
			return nil, fmt.Errorf("%s is not ready: %w", part.name, err)
		}
	}
	return &announcement{
		Server:       files.server(),
		CA:           string(files.certificates.authority),
		AdminToken:   files.tokens.admin,
		KubeletToken: files.tokens.kubelets,
		AuditLog:     files.auditLog,
	}, nil
}

// The parts share their feature gates, which have to be settled before the first of them starts. The controllers would turn this
// one on themselves and panic because the API server, which comes first, has closed the gates.
func settleFeatures() error {
	const watchList = featuregate.Feature(clientfeatures.WatchListClient)
	since := version.MustParse("1.34")
	if err := utilfeature.DefaultMutableFeatureGate.OverrideDefaultAtVersion(watchList, true, since); err != nil {
		return err
	}
	return compatibility.DefaultComponentGlobalsRegistry.Set()
}

func logTo(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	klog.InitFlags(flags)
	klog.SetOutput(file)
	return errors.Join(flags.Set("logtostderr", "false"), flags.Set("stderrthreshold", "FATAL"))
}
