package main

import (
	"context"

	"k8s.io/kubernetes/cmd/kube-scheduler/app"
	"k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

func setUpScheduler(files *layout) (func() error, error) {
	kubeconfig, err := files.kubeconfig("scheduler", files.tokens.scheduler)
	if err != nil {
		return nil, err
	}
	scheduler := options.NewOptions()
	err = parse(*scheduler.Flags, []string{
		"--kubeconfig=" + kubeconfig,
		"--secure-port=0",
		"--leader-elect=false",
	})
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	config, prepared, err := app.Setup(ctx, scheduler)
	if err != nil {
		return nil, err
	}
	return func() error { return app.Run(ctx, config, prepared) }, nil
}
