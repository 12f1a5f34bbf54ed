/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pathOf, readText } from '../support/checkout';
import { copyPackage, packPlain, repositoryAt } from '../support/packageCopy';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { PATIENCE_MS, until } from './waiting';

/** Where the repository is in the copy that is packed as people will publish it. */
const address = 'https://github.com/somebody/cloud-task-tracker';

// What people decide by whether to install: the README, on the extension's page in the Extensions view.
describe('the page of the extension', function () {
  let stage: Stage | undefined;
  pictureFailures(this, 'extension-page', () => stage?.window);

  afterEach(async () => {
    await stage?.stop();
    stage = undefined;
  });

  /** Opens the page, and returns where its links lead. Waits until each of its pictures is there. */
  async function open({ window }: Stage, name: string): Promise<readonly string[]> {
    await window.page.context().route(`${address}/raw/HEAD/**`, async (route) => {
      const file = pathOf(new URL(route.request().url()).pathname.split('/raw/HEAD/')[1] ?? '');
      await (existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 }));
    });
    await window.runCommand('Extensions: Show Installed Extensions');
    const row = window.page.locator('.part.sidebar .extension-list-item', { hasText: 'Cloud Task Tracker' });
    await row.first().click({ timeout: PATIENCE_MS });
    const page = window.webview();
    await page.locator('h2').first().waitFor({ timeout: PATIENCE_MS });
    const pictures = page.locator('img');
    await until('the pictures', () =>
      pictures.evaluateAll((all) => all.every((each) => (each as HTMLImageElement).complete)),
    );
    const broken = await pictures.evaluateAll((all) =>
      all.map((each) => each as HTMLImageElement).flatMap(({ naturalWidth, src }) => (naturalWidth > 0 ? [] : [src])),
    );
    assert.deepEqual(broken, []);
    await keepPicture(window, `extension-page-${name}`);
    return page.locator('.markdown-body a[href], body a[href]').evaluateAll((all) => {
      const headings = [...document.querySelectorAll('[id]')].map(({ id }) => `#${id}`);
      const targets = all.map((each) => each.getAttribute('href') ?? '');
      // The editor's own link leads to the top; one to a heading that is there is fine.
      return [...new Set(targets)].filter((target) => target !== '#' && !headings.includes(target));
    });
  }

  it('as it is packed today has no link that leads to nothing', async () => {
    stage = await setStage({ width: 1280, height: 900 });
    const targets = await open(stage, 'today');
    assert.ok(targets.length > 0);
    // There is no network to try them: these are other people's pages, none is relative or the placeholder's.
    assert.deepEqual(
      targets.filter((target) => !/^https:\/\/(?!example\.com)/.test(target)),
      [],
    );
  });

  it('once it is published shows its picture, and its links lead to files of the repository', async () => {
    const folder = await copyPackage(repositoryAt(address));
    try {
      stage = await setStage({ width: 1280, height: 900 }, {}, { vsix: await packPlain(folder) });
      const targets = await open(stage, 'published');
      assert.equal(await stage.window.webview().locator('img').count(), 1);
      const ours = targets.filter((target) => target.startsWith(address));
      assert.ok(ours.length > 5);
      for (const target of ours) {
        const [, file = '', fragment] = /\/blob\/HEAD\/([^#]+)(?:#(.+))?$/.exec(target) ?? [];
        assert.ok(existsSync(pathOf(file)), target);
        assert.ok(fragment === undefined || headingsOf(file).includes(fragment), target);
      }
      assert.deepEqual(
        targets.filter((target) => !target.startsWith('https://')),
        [],
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** The headings of a document, as GitHub names them in addresses. */
function headingsOf(file: string): readonly string[] {
  return [...readText(file).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
