import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock';
import { until } from '../support/until';
import { writeUserSetting } from './extensionUnderTest';
import { shownTexts } from './shownMessages';
import { useStage } from './stage';
import { askToEnd, closeReports, openReports, readReports } from './windows';

const control = process.env['CODE_WEB_CONTROL'];
const taskCount = 50;
/** The shortest pause between two questions about a task: the setting of 1 s, less the spread of 15 %; ms. */
const shortestPause = 850;

// The desktop has nobody who opens a second window.
(control === undefined ? describe.skip : describe)('two windows', () => {
  const stage = useStage();

  before(openReports);
  after(closeReports);

  it('ask for each task once, one question at a time, and tell of each end once', async function () {
    this.timeout(120_000);
    const { connection } = await stage.connect('dsc-aksk');
    const gone = await stage.connect('shoplazza-2025-06');
    await stage.api.removeConnection(gone.connection.id);
    await writeUserSetting('connections', [connection, gone.connection]);

    // Answers that take a moment, so that questions at the same time would show.
    stage.cloud.inject({ kind: 'slow', delayMs: 5, match: { service: 'dsc' } });
    const ids = new Set<string>();
    const asked: { readonly id: string; readonly at: number; readonly until: number }[] = [];
    stage.cloud.onDidAnswer(({ at, taskId: id = '' }) => {
      if (ids.has(id)) {
        asked.push({ id, at, until: systemClock.now() });
      }
    });
    for (let count = 0; count < taskCount; count++) {
      const outcome = count % 5 === 0 ? 'failed' : 'succeeded';
      const id = stage.cloud.addTask('dsc', { queuedMs: 0, runningMs: 1_000_000, outcome });
      ids.add(id);
      await stage.api.track({ connection: connection.id, id, name: `Drawing ${count}` });
    }
    await until('all run', () => stage.api.listTasks().every(({ state }) => state === 'running'));

    const extensionTestsPath = require.resolve('./secondWindow');
    const second = fetch(`${control}/windows`, { method: 'POST', body: JSON.stringify({ extensionTestsPath }) });
    const hello = await until(
      'the second window is there',
      async () => (await readReports()).find(({ usable }) => usable !== undefined),
      60_000,
    );
    // It sees the connection, and that the secret of the other is gone from where secrets are kept.
    assert.deepEqual(hello.usable, [connection.id]);

    const alone = asked.length;
    await until('both have gone around', () => asked.length > alone + 2 * taskCount);
    const together = [...asked];
    stage.advance(1_000_000);
    await until('the second window sees every end', async () =>
      (await readReports()).some(({ states }) => states?.['succeeded'] === 40 && states['failed'] === 10),
    );
    await until('every end was told of', async () => (await toldEnds()) >= taskCount);
    await until('this window sees every end', () =>
      stage.api.listTasks().every(({ state }) => state === 'succeeded' || state === 'failed'),
    );
    await askToEnd();
    const ended = await second;
    assert.deepEqual(await ended.json(), { code: 0 });

    assert.equal(await toldEnds(), taskCount);
    assert.ok(together.every(({ at }, index) => at >= (together[index - 1]?.until ?? 0)));
    for (const [id, times] of Object.entries(Object.groupBy(together, (each) => each.id))) {
      const pauses = (times ?? []).slice(1).map(({ at }, index) => at - (times?.[index]?.at ?? 0));
      assert.ok(Math.min(...pauses) >= shortestPause, `${id} was asked for after ${Math.min(...pauses)} ms`);
    }
  });
});

/** How many ends both windows told of: a message names a few tasks or counts many. */
async function toldEnds(): Promise<number> {
  const others = (await readReports()).flatMap(({ shown }) => shown?.text ?? []);
  return [...shownTexts(), ...others].reduce((sum, text) => {
    const counted = /^(\d+) tasks ended/.exec(text)?.[1];
    return sum + Number(counted ?? text.match(/Drawing \d+ (succeeded|failed)\b/g)?.length ?? 0);
  }, 0);
}
