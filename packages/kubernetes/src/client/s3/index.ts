export { credentialFromS3, type S3ObjectOptions } from './credential-from-s3.ts';
export { credentialFromEnvironment, kubernetesEnvironment } from './environment.ts';
