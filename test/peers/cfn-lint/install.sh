#!/usr/bin/env bash
# cfn-lint, which knows CloudFormation's resource types and their properties. The version is the one that index.ts looks for.
exec "$(dirname "$0")/../install-with-pip.sh" cfn-lint 1.58.0 cfn-lint 'cfn-lint'
