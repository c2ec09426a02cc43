// `node scripts/build-demo-app.ts [folder]`: the demo application as three files that plain Node runs, for its image.
import { join } from 'node:path';
import { build } from 'esbuild';

const APP = join(import.meta.dirname, '../apps/demo-app');

/** Some of what is bundled is CommonJS and asks for Node's modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles the server, its thread and the load generator into a folder. */
export async function buildDemoApp(folder: string): Promise<void> {
  await build({
    entryPoints: {
      main: join(APP, 'src/main.ts'),
      'burn-thread': join(APP, 'src/work/burn-thread.ts'),
      'demo-load': join(APP, 'src/demo-load.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    legalComments: 'linked',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(APP, 'dist');
  await buildDemoApp(folder);
  console.log(`the demo application is in ${folder}`);
}
