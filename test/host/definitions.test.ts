import assert from 'node:assert/strict';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { addConnectionWith } from './answeredPrompts';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { shownMessages } from './shownMessages';
import { useLocalServer } from './localServer';
import { useStage } from './stage';

/** A server that nobody has configured: `GET /v1/runs/<id>` returns `{ run: { phase, done, of } }`. */
describe('a definition in the settings', () => {
  const stage = useStage();
  const token = markedSecret('definition');
  let phase = 'baking';
  let keys: readonly unknown[] = [];
  const server = useLocalServer(({ headers }, response) => {
    keys = [...keys, headers.authorization];
    response.end(JSON.stringify({ run: { phase, done: 1, of: 4 } }));
  });

  const bakery = (more: object = {}) => ({
    id: 'bakery',
    label: 'Bakery',
    credentials: [{ kind: 'header', name: 'Authorization', prefix: 'Key ' }],
    request: `${server.endpoint}/v1/runs/{id}?oven={oven}`,
    root: 'run',
    state: 'phase',
    states: { running: 'baking' },
    progress: { completed: 'done', total: 'of' },
    interval: 1,
    ...more,
  });

  beforeEach(() => {
    phase = 'baking';
    keys = [];
  });

  afterEach(async () => {
    await writeUserSetting('providers', undefined);
  });

  it('becomes a connection, a tracked task and the message that it ended; a change counts at once', async () => {
    await writeUserSetting('providers', [bakery()]);
    const answers = new Map([
      ['Service', 'Bakery'],
      ['Oven', 'stone'],
      ['Header value', token],
      ['Name', 'My bakery'],
    ]);
    await addConnectionWith(answers);
    assert.deepEqual(readUserSetting('connections'), [
      { id: 'bakery', name: 'My bakery', provider: 'bakery', credentials: 'header', oven: 'stone' },
    ]);
    assert.deepEqual([...new Set(keys)], [`Key ${token}`]);

    const ref = { connection: 'bakery', id: 'loaf-7' };
    await stage.api.track(ref);
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    assert.equal((await stage.task(ref)).snapshot?.percent, 25);

    await writeUserSetting('providers', [bakery({ state: 'phase[' })]);
    await until('the mistake is told', () => shownMessages().some(({ text }) => text.includes('/0/state')));
    await assert.rejects(stage.api.lookUp(ref), /\/0\/state/);
    assert.equal((await stage.task(ref)).state, 'running');

    phase = 'golden';
    await writeUserSetting('providers', [bakery({ states: { running: 'baking', succeeded: 'golden' } })]);
    await until('the end is told', () => shownMessages().some(({ text }) => text.includes('loaf-7')));
    assert.equal((await stage.task(ref)).state, 'succeeded');
  });

  it('is sent no credentials when it leads elsewhere', async () => {
    await writeUserSetting('providers', [bakery()]);
    const connection = { id: 'bakery', name: 'Bakery', provider: 'bakery', credentials: 'header', oven: 'o' } as const;
    // A field is saved once the definition that names it was read.
    await until('the definition is read', async () => {
      await stage.api.addConnection(connection, { kind: 'header', name: 'Authorization', value: `Key ${token}` });
      return stage.api.listConnections()[0]?.['oven'] === 'o';
    });
    const ref = { connection: 'bakery', id: '1' };
    const refusal = () => stage.api.lookUp(ref).then(() => 'none', String);
    assert.equal(await refusal(), 'none');
    assert.deepEqual([...new Set(keys)], [`Key ${token}`]);
    await writeUserSetting('providers', [bakery({ request: 'https://evil.example/{id}?oven={oven}' })]);
    // Nothing is sent: the sentence names both hosts.
    await until('it is refused', async () => /127\.0\.0\.1.*evil\.example/.test(await refusal()));
  });
});
