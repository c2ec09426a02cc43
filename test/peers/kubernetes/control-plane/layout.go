package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// The longest path of a unix socket in Linux.
const maxSocketPath = 107

// Who may do everything, whatever RBAC says.
const everything = "system:masters"

// Only what clients do is of interest, not what the cluster does by itself.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    users: [system:apiserver, system:kube-controller-manager, system:kube-scheduler, kubelets]
  - level: Metadata
`

// Where everything is.
type layout struct {
	directory    string
	listener     net.Listener
	certificates certificates
	tokens       tokens
	etcdData     string
	clientSocket string
	peerSocket   string
	tokenFile    string
	auditPolicy  string
	auditLog     string
	log          string
}

// Opens the API server's port and writes the files that its parts read. Keys and tokens that are there already are kept.
func layOut(directory string, port int) (*layout, error) {
	in := func(name string) string { return filepath.Join(directory, name) }
	files := &layout{
		directory:    directory,
		etcdData:     in("etcd"),
		clientSocket: in("etcd.sock"),
		peerSocket:   in("peer.sock"),
		tokenFile:    in("tokens.csv"),
		auditPolicy:  in("audit-policy.yaml"),
		auditLog:     in("audit.log"),
		log:          in("control-plane.log"),
	}
	if len(files.clientSocket) > maxSocketPath {
		return nil, fmt.Errorf("%s is too long for a socket (%d characters at most): choose another -dir", files.clientSocket, maxSocketPath)
	}
	var err error
	if files.listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err != nil {
		return nil, err
	}
	if files.certificates, err = certify(directory); err != nil {
		return nil, err
	}
	if files.tokens, err = issueTokens(files.tokenFile); err != nil {
		return nil, err
	}
	return files, os.WriteFile(files.auditPolicy, []byte(auditPolicy), 0o600)
}

func (files *layout) server() string {
	return "https://" + files.listener.Addr().String()
}

// Writes a kubeconfig for a part of the control plane.
func (files *layout) kubeconfig(user, token string) (string, error) {
	config := clientcmdapi.NewConfig()
	config.Clusters["local"] = &clientcmdapi.Cluster{Server: files.server(), CertificateAuthorityData: files.certificates.authority}
	config.AuthInfos[user] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts["local"] = &clientcmdapi.Context{Cluster: "local", AuthInfo: user}
	config.CurrentContext = "local"
	path := filepath.Join(files.directory, user+".kubeconfig")
	return path, clientcmd.WriteToFile(*config, path)
}
