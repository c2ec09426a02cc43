import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './compose.ts';
import { loadStack } from './load-stack.ts';
import { resourcesOf } from './template.ts';

const directory = join(ROOT, 'infra/network');
const { template } = loadStack(directory);
const types = (parameters: Readonly<Record<string, string>>) =>
  Object.values(loadStack(directory, parameters).template.Resources).map(({ Type }) => Type);

/** A rule that admits a group, in short: `tcp 6443 FunctionSecurityGroup`. */
const admitted = (group: string) =>
  ((template.Resources[group]?.Properties?.['SecurityGroupIngress'] ?? []) as Rule[]).map(
    ({ IpProtocol, FromPort, ToPort, SourceSecurityGroupId: { Ref } }) =>
      `${IpProtocol} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`} ${Ref}`,
  );

describe('the network', () => {
  it('has a public and a private subnet in each of three zones, the third one on demand', () => {
    const subnets = resourcesOf(template, 'AWS::EC2::Subnet');
    const zones = subnets.map(([, { Properties }]) => JSON.stringify(Properties?.['AvailabilityZone']));
    const ranges = subnets.map(([, { Properties }]) => JSON.stringify(Properties?.['CidrBlock']));
    expect(subnets.map(([id]) => id)).toEqual(
      ['Public', 'Private'].flatMap((kind) => ['A', 'B', 'C'].map((zone) => `${kind}Subnet${zone}`)),
    );
    expect(new Set(zones).size).toBe(3);
    expect(new Set(ranges).size).toBe(6);
    const conditional = Object.entries(template.Resources).filter(([, resource]) => 'Condition' in resource);
    expect(conditional.every(([id]) => id.endsWith('C'))).toBe(true);
  });

  it('costs nothing by the hour: no NAT gateway, no interface endpoint', () => {
    expect(types({})).not.toContain('AWS::EC2::NatGateway');
    const endpoints = resourcesOf(template, 'AWS::EC2::VPCEndpoint').map(
      ([, { Properties }]) => Properties?.['VpcEndpointType'],
    );
    expect(endpoints).toEqual(['Gateway', 'Gateway']);
  });

  it('gives the private subnets no way to the internet but outwards over IPv6', () => {
    const routes = resourcesOf(template, 'AWS::EC2::Route').map(([, { Properties }]) => Properties);
    const isPrivate = (route: Readonly<Record<string, unknown>> | undefined) =>
      JSON.stringify(route?.['RouteTableId']).includes('PrivateRoutes');
    expect(routes.filter(isPrivate)).toEqual([
      expect.objectContaining({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: { Ref: 'EgressGateway' } }),
    ]);
  });

  it('lets functions reach the K3s API and Prometheus on the server, and members of the cluster each other', () => {
    expect(admitted('ServerSecurityGroup')).toEqual([
      'tcp 6443 FunctionSecurityGroup',
      'tcp 9090 FunctionSecurityGroup',
      'tcp 6443 ClusterMemberSecurityGroup',
      'udp 8472 ClusterMemberSecurityGroup',
      'tcp 10250 ClusterMemberSecurityGroup',
      'tcp 9090 ClusterMemberSecurityGroup',
      'tcp 9100 ClusterMemberSecurityGroup',
    ]);
    expect(admitted('WorkerSecurityGroup')).toEqual([
      'udp 8472 ClusterMemberSecurityGroup',
      'tcp 10250 ClusterMemberSecurityGroup',
      'tcp 9100 ClusterMemberSecurityGroup',
    ]);
    for (const group of ['FunctionSecurityGroup', 'ClusterMemberSecurityGroup']) {
      expect(template.Resources[group]?.Properties).not.toHaveProperty('SecurityGroupIngress');
    }
  });

  it('can do without IPv6, and can log what it refuses', () => {
    expect(types({ ipv6Egress: 'no' })).not.toContain('AWS::EC2::EgressOnlyInternetGateway');
    expect(JSON.stringify(loadStack(directory, { ipv6Egress: 'no' }).template)).not.toContain('Ipv6CidrBlock');
    expect(types({})).not.toContain('AWS::EC2::FlowLog');
    expect(types({ flowLogs: 'yes' })).toContain('AWS::EC2::FlowLog');
  });
});

type Rule = {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly SourceSecurityGroupId: { readonly Ref: string };
};
