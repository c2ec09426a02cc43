import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Packages one service as a deployment would, without network or account. Rejects with the framework's own words. */
export function packageService(serviceDirectory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${ROOT}/node_modules/serverless/bin/serverless.js`, 'package'], {
      cwd: serviceDirectory,
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_EC2_METADATA_DISABLED: 'true',
        SLS_NOTIFICATIONS_MODE: 'off',
      },
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${serviceDirectory} cannot be packaged:\n${said.trim()}`)),
    );
  });
}
