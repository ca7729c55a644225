// Bundles the explorer into dist/explorer: a script, a style sheet, and the licences of what is in them.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const TO = join(HERE, '..', 'dist', 'explorer');

/** The style sheet of GraphiQL without its fonts, which are nine tenths of it: a page has those of the device. */
const withoutFonts = {
  name: 'without-fonts',
  setup: ({ onLoad }) =>
    onLoad({ filter: /graphiql[/\\]dist[/\\]style\.css$/ }, ({ path }) => ({
      loader: 'css',
      contents: readFileSync(path, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, ''),
    })),
};

/** Dialogs write a style of their own so that the page behind them does not scroll; this page never does. */
const withoutScrollLock = {
  name: 'without-scroll-lock',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-style-singleton$/ }, ({ path }) => ({ path, namespace: 'none' }));
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: 'export const styleSingleton = () => () => null;',
    }));
  },
};

rmSync(TO, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: join(HERE, '..'),
  entryPoints: [join(HERE, 'explorer.tsx')],
  outdir: TO,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none', // they are in the licences
  plugins: [withoutFonts, withoutScrollLock],
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(join(TO, 'licences.txt'), licencesOf(Object.keys(metafile.inputs)));

/** The licences of the packages that files are of. */
function licencesOf(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json')));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
  });
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
