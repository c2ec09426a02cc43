import * as z from 'zod';
import type { CredentialSource } from '../credential.ts';
import { credentialFromS3 } from './credential-from-s3.ts';

/**
 * What the environment of a function says about its access to the K3s API, for the schema of that environment. Lambda itself sets the names
 * that begin with AWS_, but for the endpoints, which only emulators set.
 */
export const kubernetesEnvironment = {
  AWS_REGION: z.string().min(1),
  KUBERNETES_CREDENTIAL_BUCKET: z.string().min(3),
  KUBERNETES_CREDENTIAL_KEY: z
    .string()
    .min(1)
    .describe('object { "server", "caCertificate", "token" }; whoever renews the token overwrites it'),
  KUBERNETES_TIMEOUT_SECONDS: z.coerce.number().positive().max(30).default(5),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ENDPOINT_URL_S3: z.url().optional(),
};

type KubernetesEnvironment = z.output<z.ZodObject<typeof kubernetesEnvironment>>;

/** A function's access to the K3s API, from the object that its environment names. */
export function credentialFromEnvironment(
  environment: KubernetesEnvironment,
  options: { now: () => number },
): CredentialSource {
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  return credentialFromS3({
    bucket: environment.KUBERNETES_CREDENTIAL_BUCKET,
    key: environment.KUBERNETES_CREDENTIAL_KEY,
    region: environment.AWS_REGION,
    identity: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      ...(sessionToken && { sessionToken }),
    },
    endpoint: environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL,
    now: options.now,
  });
}
