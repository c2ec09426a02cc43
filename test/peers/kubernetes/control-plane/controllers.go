package main

import (
	"context"
	"strings"

	"github.com/spf13/pflag"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	"k8s.io/kubernetes/cmd/kube-controller-manager/names"
)

// Those that a node's life and a drain depend on.
var controllers = []string{
	names.DaemonSetController,
	names.DeploymentController,
	names.DisruptionController,
	names.GarbageCollectorController,
	names.NamespaceController,
	names.NodeLifecycleController,
	names.PodGarbageCollectorController,
	names.ReplicaSetController,
	names.ServiceAccountController,
	names.StatefulSetController,
	names.TaintEvictionController,
}

func setUpControllers(files *layout) (func() error, error) {
	kubeconfig, err := files.kubeconfig("controllers", files.tokens.controllers)
	if err != nil {
		return nil, err
	}
	manager, err := options.NewKubeControllerManagerOptions()
	if err != nil {
		return nil, err
	}
	known, disabled, aliases := app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases()
	err = parse(manager.Flags(known, disabled, aliases), []string{
		"--kubeconfig=" + kubeconfig,
		"--controllers=" + strings.Join(controllers, ","),
		"--secure-port=0",
		"--leader-elect=false",
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
		// No kubelet renews a lease here: a node is as ready as its status says.
		"--node-monitor-grace-period=100h",
		"--node-startup-grace-period=100h",
	})
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	config, err := manager.Config(ctx, known, disabled, aliases)
	if err != nil {
		return nil, err
	}
	return func() error { return app.Run(ctx, config.Complete()) }, nil
}

// No pod is admitted before its namespace has this account.
func controllersAreReady(ctx context.Context, files *layout) error {
	return untilFound(ctx, files, "/api/v1/namespaces/default/serviceaccounts/default")
}

func parse(sets cliflag.NamedFlagSets, arguments []string) error {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	return flags.Parse(arguments)
}
