package main

import (
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"os"
)

// The bearer tokens of those who may do everything.
type tokens struct{ admin, kubelets, controllers, scheduler string }

// Reads the API server's token file, or draws new tokens and writes it.
func issueTokens(path string) (tokens, error) {
	if kept, err := os.Open(path); err == nil {
		defer kept.Close()
		rows, err := csv.NewReader(kept).ReadAll()
		if err != nil {
			return tokens{}, err
		}
		if len(rows) != 4 {
			return tokens{}, fmt.Errorf("%s is not a file of this program", path)
		}
		return tokens{rows[0][0], rows[1][0], rows[2][0], rows[3][0]}, nil
	}
	drawn := tokens{rand.Text(), rand.Text(), rand.Text(), rand.Text()}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return tokens{}, err
	}
	defer file.Close()
	return drawn, csv.NewWriter(file).WriteAll([][]string{
		{drawn.admin, "admin", "admin", everything},
		{drawn.kubelets, "kubelets", "kubelets", everything},
		{drawn.controllers, "system:kube-controller-manager", "controllers", everything},
		{drawn.scheduler, "system:kube-scheduler", "scheduler", everything},
	})
}
