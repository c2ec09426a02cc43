#!/usr/bin/env bash
# moto, which plays EC2 and EventBridge. The version is the one that index.ts looks for.
exec "$(dirname "$0")/../install-with-pip.sh" moto 5.2.5 moto_server 'moto[ec2,server]'
