import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { startLocalServer, type LocalServer } from '../support/localServer';
import { keepPicture, pictureFailures } from './pictures';
import { setStage, type Stage } from './stage';
import { stopAfterFailure } from './stopAfterFailure';
import { until } from './waiting';
import type { Workbench } from './workbench';

const container = 'Cloud Tasks';
const view = 'Cloud Tasks';
const password = `SECRET${randomBytes(16).toString('hex')}`;

/** A Jenkins server that nobody configured: its address is all that the user has. */
describe('an API of the catalog', function () {
  stopAfterFailure(this);
  pictureFailures(this, 'catalog', () => window);
  let stage: Stage;
  let window: Workbench;
  let server: LocalServer;
  let origin: string;
  let result: string | null = null;

  before(async () => {
    server = await startLocalServer(({ headers }, response) => {
      const isKnown = headers.authorization === `Basic ${Buffer.from(`ci:${password}`).toString('base64')}`;
      response.statusCode = isKnown ? 200 : 401;
      response.setHeader('content-type', 'application/json');
      const build = { building: result === null, result, fullDisplayName: 'website » main #42', timestamp: Date.now() };
      response.end(JSON.stringify(isKnown ? build : {}));
    });
    origin = server.endpoint;
    stage = await setStage({ width: 1200, height: 900 });
    ({ window } = stage);
    await window.openActivity(container);
  });

  after(async () => {
    await stage.stop();
    server.stop();
  });

  const shoot = (name: string) => keepPicture(window, name);

  it('is found in the list by its name, with what it needs', async () => {
    const { quickInput } = window;
    await window.welcomeButton(view, 'Add Connection');
    await quickInput.opened('Add Connection: Service (');
    await shoot('catalog-list');
    await quickInput.type('jenkins');
    await until('it is found', async () => {
      const labels = (await quickInput.rows()).map(({ label }) => label);
      return labels.join() === 'Jenkins builds,Another API: New Provider…';
    });
    const [row] = await quickInput.rows();
    assert.match(row?.detail ?? '', /User and password, .*API token that you create in Jenkins/);
    await shoot('catalog-search');
  });

  it('is found by the pasted address of a task, which becomes a connection and a tracked task', async () => {
    const { quickInput } = window;
    await quickInput.type(`${origin}/job/website/job/main/42/`);
    await until('its task is found', async () => (await quickInput.rows())[0]?.description === 'website/job/main/42');
    await shoot('catalog-pasted');
    await quickInput.accept();
    await quickInput.opened('Add Connection: Authentication (');
    await quickInput.pick('User and password');
    await quickInput.opened('Add Connection: Endpoint (');
    assert.equal(await quickInput.value(), origin);
    await quickInput.accept();
    await quickInput.opened('Add Connection: User (');
    await quickInput.type('ci');
    await quickInput.accept();
    await quickInput.opened('Add Connection: Password (');
    await shoot('catalog-password');
    await quickInput.type(password);
    await quickInput.accept();
    await quickInput.opened('Add Connection: Name (');
    await quickInput.accept();
    await window.treeRowsWhen(view, (rows) => rows.some(({ label }) => label.includes('website » main #42')));
    await shoot('catalog-tracked');
  });

  it('tells the end', async () => {
    result = 'SUCCESS';
    await window.notification('website » main #42');
    await shoot('catalog-ended');
  });
});
