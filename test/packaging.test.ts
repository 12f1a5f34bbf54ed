import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { readJson, readText } from './support/checkout';
import { importScript } from './support/importScript';
import { copyPackage, packPlain, repositoryAt } from './support/packageCopy';
import { readZipped } from './support/zip';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly homepage: string;
  readonly qna: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean }>>;
}

interface PackageScript {
  readonly packageExtension: (folder: string) => Promise<string>;
}

interface ReadmeScript {
  readonly withoutRelativeLinks: (markdown: string) => string;
}

const links = /\]\(([^)\s]+)\)/g;

describe('the package', function () {
  this.timeout(120_000);
  const manifest = readJson('package.json') as Manifest;
  const folders: string[] = [];

  after(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  async function copyOfPackage(change: object): Promise<string> {
    const folder = await copyPackage(change);
    folders.push(folder);
    return folder;
  }

  function readmeIn(vsix: string): Promise<string> {
    return readZipped(vsix, 'extension/readme.md');
  }

  it('has one address, from which the others follow', () => {
    const address = manifest.repository.url.replace(/\.git$/, '');
    assert.deepEqual(
      [manifest.bugs.url, manifest.homepage, manifest.qna],
      [`${address}/issues`, `${address}#readme`, `${address}/discussions`],
    );
    for (const name of ['README.md', 'README.zh-cn.md', 'SECURITY.md', 'docs/security.md']) {
      assert.ok(!readText(name).includes(address), `${name} names the address`);
    }
  });

  it('is made of exact versions, and runs no script of a bundled package', () => {
    const { dependencies, devDependencies } = manifest;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
    const { packages } = readJson('package-lock.json') as LockFile;
    const bundled = Object.entries(packages).filter(([name, { dev }]) => name !== '' && !dev);
    assert.ok(bundled.length >= Object.keys(dependencies).length);
    assert.deepEqual(
      bundled.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name),
      [],
    );
  });

  it('is the same file each time, with a README that leads nowhere while there is no address', async () => {
    const { packageExtension } = await importScript<PackageScript>('scripts/package.mjs');
    const hash = async (): Promise<string> => {
      const vsix = await packageExtension(await copyOfPackage({}));
      return createHash('sha256')
        .update(await readFile(vsix))
        .digest('hex');
    };
    assert.equal(await hash(), await hash());
    const readme = await readmeIn(await packageExtension(await copyOfPackage({})));
    assert.match(readme, /Cloud Task Tracker/);
    const relative = [...readme.matchAll(links)].filter(([, target = '']) => !/^(https?:|#)/.test(target));
    assert.deepEqual(
      relative.map(([, target]) => target),
      [],
    );
  });

  it('names the licence of every package whose code is bundled', () => {
    const notices = readText('dist/ThirdPartyNotices.txt');
    const ofExtension = ['node-fetch', 'data-uri-to-buffer', 'valibot', 'jmespath', 'csv-stringify'];
    const ofPanel = ['lit', '@vscode-elements/elements', '@tanstack/virtual-core', '@vscode/codicons'];
    for (const name of [...ofExtension, ...ofPanel]) {
      assert.match(notices, new RegExp(`^${name} \\d`, 'm'), name);
    }
    assert.ok((notices.match(/Permission is hereby granted/g) ?? []).length > 2);
  });

  it('needs no flags once the address is real, and then all links of its README are absolute', async () => {
    const address = 'https://github.com/somebody/cloud-task-tracker';
    const vsix = await packPlain(await copyOfPackage(repositoryAt(address)));
    const targets = [...(await readmeIn(vsix)).matchAll(links)].map(([, target = '']) => target);
    assert.ok(targets.some((target) => target.startsWith(`${address}/blob/HEAD/docs/`)));
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#)/.test(target)),
      [],
    );
  });

  it('has a README whose relative links lead to files', () => {
    for (const name of ['README.md', 'README.zh-cn.md']) {
      for (const [, target = ''] of readText(name).matchAll(links)) {
        if (!/^(https?:|#)/.test(target)) readText(target.replace(/#.*/, ''));
      }
    }
  });

  it('makes of a link its text, and of a picture nothing', async () => {
    const { withoutRelativeLinks } = await importScript<ReadmeScript>('scripts/package/packedReadme.mjs');
    const text =
      '![A picture](media/x.png)\n\n[Chinese](README.zh-cn.md)\n\nSee [the docs](docs/x.md#y) and [a page](https://example.org/a).\n';
    assert.equal(withoutRelativeLinks(text), 'See the docs and [a page](https://example.org/a).\n');
  });
});
