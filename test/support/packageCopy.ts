import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pathOf, readJson } from './checkout';

const run = promisify(execFile);

const packed = ['README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'package.nls.json', 'media', 'l10n', 'docs'];

/**
 * Copies what is packed into a new folder, with an empty extension, so that nothing is built.
 * @param change of the package.json
 */
export async function copyPackage(change: object): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-package-'));
  for (const name of packed) await cp(pathOf(name), path.join(folder, name), { recursive: true });
  await mkdir(path.join(folder, 'dist'));
  await writeFile(path.join(folder, 'dist', 'extension.js'), '');
  const manifest = readJson('package.json') as object;
  const copied = { ...manifest, scripts: {}, dependencies: {}, devDependencies: {}, ...change };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(copied));
  return folder;
}

/** The fields of a package.json that follow from the address of the repository. */
export function repositoryAt(address: string): object {
  return {
    repository: { url: `${address}.git` },
    bugs: { url: `${address}/issues` },
    homepage: `${address}#readme`,
  };
}

/** Packs a {@link copyPackage} as people publish it, with `vsce package` alone; returns the path of the VSIX. */
export async function packPlain(folder: string): Promise<string> {
  const vsix = path.join(folder, 'plain.vsix');
  await run(process.execPath, [pathOf('node_modules/@vscode/vsce/vsce'), 'package', '--out', vsix], { cwd: folder });
  return vsix;
}
