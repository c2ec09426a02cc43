package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"time"

	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

const pollInterval = 50 * time.Millisecond

// What is set here is as K3s sets it, as far as a client can see it.
func setUpAPIServer(files *layout) (func() error, error) {
	server := options.NewServerRunOptions()
	err := parse(server.Flags(), []string{
		"--etcd-servers=unix://" + files.clientSocket,
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=10.43.0.0/16",
		"--cert-dir=" + files.directory,
		"--tls-cert-file=" + files.certificates.serving,
		"--tls-private-key-file=" + files.certificates.servingKey,
		"--anonymous-auth=false",
		"--token-auth-file=" + files.tokenFile,
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + files.certificates.serviceAccountKey,
		"--service-account-signing-key-file=" + files.certificates.serviceAccountKey,
		"--audit-policy-file=" + files.auditPolicy,
		"--audit-log-path=" + files.auditLog,
	})
	if err != nil {
		return nil, err
	}
	server.SecureServing.Listener = files.listener
	server.SecureServing.BindAddress = net.IPv4(127, 0, 0, 1)
	server.SecureServing.BindPort = files.listener.Addr().(*net.TCPAddr).Port
	ctx := context.Background()
	completed, err := server.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if errs := completed.Validate(); len(errs) != 0 {
		return nil, utilerrors.NewAggregate(errs)
	}
	return func() error { return app.Run(ctx, completed) }, nil
}

func apiServerIsReady(ctx context.Context, files *layout) error {
	return untilFound(ctx, files, "/readyz")
}

// Asks for a path as the admin until it is there.
func untilFound(ctx context.Context, files *layout, path string) error {
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(files.certificates.authority)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}}}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, files.server()+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+files.tokens.admin)
	for last := "no answer"; ; {
		response, err := client.Do(request)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
			last = response.Status
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("GET %s: %s", path, last)
		case <-time.After(pollInterval):
		}
	}
}
