export { type Credential, type CredentialSource, credentialFromFile, parseCredential } from './credential.ts';
export { createKubernetesClient, type KubernetesClientOptions } from './kubernetes-client.ts';
export { parseQuantity } from './quantity.ts';
export { createTransport } from './transport.ts';
