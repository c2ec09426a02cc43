import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKER_ROLE } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { type MachineRole, USER_DATA_LIMIT_BYTES, userData } from '../../scripts/serverless/user-data.ts';
import { TAG } from '../../services/capacity-manager/src/adapters/ec2-tags.ts';
import { grantsOf } from '../configuration/checks/iam-statements.ts';
import { loadStack } from '../configuration/load-stack.ts';
import { visitObjects } from '../configuration/template.ts';
import { documentsIn } from './manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { template } = loadStack(join(ROOT, 'infra/cluster'), { clusterId: 'test' });

type LaunchTemplateData = {
  readonly MetadataOptions: object;
  readonly BlockDeviceMappings: readonly object[];
  readonly TagSpecifications: readonly { ResourceType: string; Tags: { Key: string; Value: unknown }[] }[];
  readonly InstanceInitiatedShutdownBehavior?: string;
  readonly UserData: { 'Fn::Base64': { 'Fn::Sub': [string, Readonly<Record<string, string>>] } };
};
const launchTemplate = (id: string) => template.Resources[id]?.Properties?.['LaunchTemplateData'] as LaunchTemplateData;

const machines = [
  ['server', launchTemplate('ServerLaunchTemplate')],
  ['worker', launchTemplate('WorkerLaunchTemplate')],
] as const;

describe.each(machines)('the launch template of a %s', (role: MachineRole, data) => {
  it('keeps its rights from pods and its disk from others', () => {
    expect(data.MetadataOptions).toEqual({ HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' });
    expect(data.BlockDeviceMappings).toMatchObject([
      { Ebs: { VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true } },
    ]);
  });

  it('tags machine and disk as capacity-manager looks for them', () => {
    expect(data.TagSpecifications.map(({ ResourceType }) => ResourceType)).toEqual(['instance', 'volume']);
    for (const { Tags } of data.TagSpecifications) {
      expect(Tags).toContainEqual({ Key: TAG.cluster, Value: { Ref: 'ClusterId' } });
      expect(Tags).toContainEqual({ Key: TAG.role, Value: role });
    }
  });

  it('has user data that EC2 takes, whose every variable CloudFormation can fill in', () => {
    const [text, extra] = data.UserData['Fn::Base64']['Fn::Sub'];
    expect(text).toBe(userData(role));
    expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_LIMIT_BYTES);
    const variables = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name!);
    expect(variables.length).toBeGreaterThan(5);
    for (const variable of variables) {
      const known = [template.Parameters, template.Resources, extra].some((names) => names && Object.hasOwn(names, variable));
      expect(known || variable === 'AWS::Region', variable).toBe(true);
    }
  });
});

describe('the cluster', () => {
  it('has workers that capacity-manager may end, and a server that it may not', () => {
    const roleOf = (id: string) => launchTemplate(id).TagSpecifications[0]?.Tags.find(({ Key }) => Key === TAG.role)?.Value;
    expect(roleOf('WorkerLaunchTemplate')).toBe(WORKER_ROLE);
    expect(roleOf('ServerLaunchTemplate')).not.toBe(WORKER_ROLE);
    expect(launchTemplate('WorkerLaunchTemplate').InstanceInitiatedShutdownBehavior).toBe('terminate');
  });

  it('has one server, in any zone', () => {
    expect(template.Resources['ServerGroup']?.Properties).toMatchObject({ MinSize: '1', MaxSize: '1', DesiredCapacity: '1' });
  });

  it('lets a worker read its token and end itself, no more', () => {
    const rights = grantsOf(template).filter(({ role }) => role === 'WorkerRole');
    const actions = rights.flatMap(({ statement }) => [statement.Action].flat());
    expect(actions.filter((action) => !/^ssm(messages)?:/.test(String(action)))).toEqual(['ec2:TerminateInstances']);
    const [token] = rights.filter(({ statement }) => statement.Action === 'ssm:GetParameter');
    expect(JSON.stringify(token?.statement.Resource)).toMatch(/\/agent-token"/);
    const [end] = rights.filter(({ statement }) => statement.Action === 'ec2:TerminateInstances');
    expect(end?.statement.Condition).toMatchObject({
      StringEquals: { 'aws:ResourceTag/smartscale:cluster': { Ref: 'ClusterId' }, 'aws:ResourceTag/smartscale:role': 'worker' },
      ArnEquals: { 'ec2:SourceInstanceARN': { 'Fn::Join': ['', [expect.anything(), '$', '{ec2:InstanceID}']] } },
    });
  });

  it('lets the server delete nothing but its own two names', () => {
    const rights = grantsOf(template).filter(({ role }) => role === 'ServerRole');
    const actions = rights.flatMap(({ statement }) => [statement.Action].flat().map(String));
    expect(actions.filter((action) => /Delete|Terminate|Remove/.test(action))).toEqual([]);
    const zone = rights.find(({ statement }) => statement.Action === 'route53:ChangeResourceRecordSets');
    expect(zone?.statement.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['server', 'prometheus'].map(nameInZone),
        'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
        'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE'],
      },
    });
  });

  it('uses one name for its zone everywhere', () => {
    for (const [, data] of machines) expect(data.UserData['Fn::Base64']['Fn::Sub'][1]).toEqual({ PrivateZoneName: zoneName });
    expect(template.Outputs['PrometheusUrl']?.Value).toBe(`http://${nameInZone('prometheus')}:9090`);
  });

  it('keeps its bucket private, versioned, encrypted, and when the stack goes', () => {
    const bucket = template.Resources['ClusterBucket'];
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(bucket?.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const effects: unknown[] = [];
    visitObjects(template.Resources['ClusterBucketPolicy'], ({ Effect }) => Effect && effects.push(Effect));
    expect(effects).toEqual(Array(6).fill('Deny'));
  });

  it('asks for tokens of the ServiceAccount that the functions have', () => {
    const account = documentsIn('packages/kubernetes/rbac/smartscale.yaml').find(({ kind }) => kind === 'ServiceAccount');
    const script = readFileSync(join(ROOT, 'infra/cluster/user-data/renew-credential.sh'), 'utf8');
    expect(script).toContain(`\nSERVICE_ACCOUNT=${account?.metadata.name}\n`);
    expect(script).toContain(`\nSERVICE_ACCOUNT_NAMESPACE=${account?.metadata.namespace}\n`);
  });
});

const zoneName = String(template.Resources['PrivateZone']?.Properties?.['Name']);
function nameInZone(name: string): string {
  return `${name}.${zoneName}`;
}
