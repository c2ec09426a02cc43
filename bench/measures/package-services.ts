import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageService } from '../../scripts/packaging/package-service.ts';

const SERVICES = fileURLToPath(new URL('../../services', import.meta.url));

type PackagedService = { readonly service: string; readonly directory: string };

/** Packages every service as a deployment would; when it must be quick, the first one only. */
export async function packageServices({ quick }: { readonly quick: boolean }): Promise<readonly PackagedService[]> {
  const services = readdirSync(SERVICES).filter((folder) => existsSync(join(SERVICES, folder, 'serverless.yml')));
  const packaged = services.slice(0, quick ? 1 : undefined).map((service) => ({ service, directory: join(SERVICES, service) }));
  for (const { directory } of packaged) await packageService(directory);
  return packaged;
}
