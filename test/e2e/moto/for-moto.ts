import type { Template } from '../../configuration/template.ts';

/** Made beforehand: with a bucket that the template itself makes, moto registers no exports. */
export const DEPLOYMENT_BUCKET = 'deployment';
const FRAMEWORK_BUCKET = 'ServerlessDeploymentBucket';
/** A gateway endpoint is answered with status 500 when its route tables are a list of references. */
const REFUSED_TYPES: readonly string[] = ['AWS::EC2::VPCEndpoint'];
/** The blocks of the network's subnets: it cuts six of 1024 addresses. */
const SUBNET_ADDRESSES = 1_024;

/** A packaged template as moto can take it: what is changed is what moto cannot do, and named here. */
export function templateForMoto({ Resources, Outputs, ...rest }: Template): string {
  const kept = Object.entries(Resources).filter(
    ([id, { Type }]) => !id.startsWith(FRAMEWORK_BUCKET) && !REFUSED_TYPES.includes(Type),
  );
  const left = Object.keys(Resources).filter((id) => !kept.some(([name]) => name === id));
  const outputs = Object.entries(Outputs).filter(([name]) => !name.startsWith(FRAMEWORK_BUCKET));
  const template = { ...rest, Resources: Object.fromEntries(kept), Outputs: Object.fromEntries(outputs) };
  return JSON.stringify(template, (_, value: unknown) => {
    const { Ref: reference, 'Fn::Select': selected } = (value ?? {}) as { Ref?: string; 'Fn::Select'?: [number, object] };
    if (reference === FRAMEWORK_BUCKET) return DEPLOYMENT_BUCKET;
    if (reference !== undefined && left.includes(reference)) return `no-${reference}`;
    // It does not know Fn::Cidr.
    if (selected && 'Fn::Cidr' in Object(selected[1])) return `10.40.${(selected[0] * SUBNET_ADDRESSES) / 256}.0/22`;
    return value;
  });
}
