package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Long enough for a folder that is kept.
const certificateLife = 10 * 365 * 24 * time.Hour

type certificates struct {
	// PEM of the certificate authority.
	authority []byte
	// Paths of PEM files.
	serving, servingKey, serviceAccountKey string
}

// Reads the keys and certificates in a folder, or makes them: an authority, the API server's certificate, and the key that
// signs the tokens of ServiceAccounts. The authority's own key is thrown away.
func certify(directory string) (certificates, error) {
	in := func(name string) string { return filepath.Join(directory, name) }
	files := certificates{serving: in("server.crt"), servingKey: in("server.key"), serviceAccountKey: in("service-account.key")}
	authorityFile := in("ca.crt")
	if kept, err := os.ReadFile(authorityFile); err == nil {
		files.authority = kept
		return files, nil
	}
	authorityKey, err := newKey("")
	if err != nil {
		return files, err
	}
	authority := template("kubernetes-ca")
	authority.IsCA = true
	authority.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return files, err
	}
	files.authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if _, err := newKey(files.serviceAccountKey); err != nil {
		return files, err
	}
	if err := certifyServer(files, authority, authorityKey); err != nil {
		return files, err
	}
	return files, os.WriteFile(authorityFile, files.authority, 0o600)
}

func certifyServer(files certificates, authority *x509.Certificate, authorityKey *ecdsa.PrivateKey) error {
	key, err := newKey(files.servingKey)
	if err != nil {
		return err
	}
	server := template("kube-apiserver")
	server.KeyUsage = x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	der, err := x509.CreateCertificate(rand.Reader, server, authority, key.Public(), authorityKey)
	if err != nil {
		return err
	}
	return os.WriteFile(files.serving, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
}

func template(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(certificateLife),
		BasicConstraintsValid: true,
	}
}

// Draws a key, and writes it to a file unless the path is empty.
func newKey(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil || path == "" {
		return key, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}
