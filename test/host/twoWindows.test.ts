import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock';
import { createTestAccount, type TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { writeUserSetting } from './extensionUnderTest';
import { shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';
import { askToEnd, closeReports, openReports, readReports } from './windows';

const control = process.env['CODE_WEB_CONTROL'];
const taskCount = 50;
/** Short enough (ms) that no signature is rejected for its time when the cloud's clock jumps. */
const tenMinutes = 600_000;
/** The shortest interval between two polls of a task (ms): the setting of 1 s, less the jitter of 15 %. */
const shortestInterval = 850;

// On the desktop nothing opens a second window.
(control === undefined ? describe.skip : describe)('two windows', function () {
  this.timeout(120_000);
  const stage = useStage(true);
  let factory: TestAccount;
  let studio: TestAccount;
  let second: Promise<Response>;

  before(async () => {
    await openReports();
    factory = await stage.connect('dsc-aksk');
    studio = await stage.connect('vod-aksk');
    const gone = await stage.connect('shoplazza-2025-06');
    await stage.api.removeConnection(gone.connection.id);
    await writeUserSetting('connections', [factory.connection, studio.connection, gone.connection]);

    const extensionTestsPath = require.resolve('./secondWindow');
    second = fetch(`${control}/windows`, { method: 'POST', body: JSON.stringify({ extensionTestsPath }) });
    const hello = await until(
      'the second window is there',
      async () => (await readReports()).find(({ usable }) => usable !== undefined),
      60_000,
    );
    // It sees all connections, but not the secret of the removed one.
    assert.deepEqual(hello.usable, [factory.connection.id, studio.connection.id]);
  });

  after(async () => {
    await askToEnd();
    const ended = await second;
    await closeReports();
    assert.deepEqual(await ended.json(), { code: 0 });
  });

  it('poll each task once, one request at a time, and announce each end once', async () => {
    // Responses take a moment, so that simultaneous requests would show.
    stage.cloud.inject({ kind: 'slow', delayMs: 5, match: { service: 'dsc' } });
    const ids = new Set<string>();
    const polls: { readonly id: string; readonly at: number; readonly until: number }[] = [];
    stage.cloud.onDidRespond(({ at, taskId: id = '' }) => {
      if (ids.has(id)) {
        polls.push({ id, at, until: systemClock.now() });
      }
    });
    for (let count = 0; count < taskCount; count++) {
      const outcome = count % 5 === 0 ? 'failed' : 'succeeded';
      const id = stage.cloud.addTask('dsc', { queuedMs: 0, runningMs: tenMinutes, outcome });
      ids.add(id);
      await stage.api.track({ connection: factory.connection.id, id, name: `Drawing ${count}` });
    }
    await until('all run', async () => (await stage.api.listTasks()).every(({ state }) => state === 'running'));

    const begun = polls.length;
    await until('every task was polled twice', () => polls.length > begun + 2 * taskCount);
    const together = [...polls];
    stage.advance(tenMinutes);
    await until('the second window sees every end', async () =>
      (await readReports()).some(({ states }) => states?.['succeeded'] === 40 && states['failed'] === 10),
    );
    await until('every end was announced', async () => (await announcedEnds()) >= taskCount);
    await until('this window sees every end', async () =>
      (await stage.api.listTasks()).every(({ state }) => state === 'succeeded' || state === 'failed'),
    );
    assert.equal(await announcedEnds(), taskCount);
    assert.ok(together.every(({ at }, index) => at >= (together[index - 1]?.until ?? 0)));
    for (const [id, times] of Object.entries(Object.groupBy(together, (each) => each.id))) {
      const intervals = (times ?? []).slice(1).map(({ at }, index) => at - (times?.[index]?.at ?? 0));
      assert.ok(Math.min(...intervals) >= shortestInterval, `${id} was polled after ${Math.min(...intervals)} ms`);
    }
  });

  it('send a revoked key once, and go on when one of them has a new one', async () => {
    const failures = (): number => stage.cloud.accounts.failuresOf('AKDSC');
    const rejections = async (): Promise<number> =>
      [...shownTexts(), ...(await shownElsewhere())].filter((text) => text.includes('Polling paused')).length;
    const elsewhere = await stage.trackNew(studio, longRun);
    /** Makes everything due, and waits until both windows have had the time to poll. */
    const pollEverything = async (): Promise<void> => {
      const before = stage.requestsFor(elsewhere);
      await stage.api.refresh();
      await until('another connection was polled twice', () => stage.requestsFor(elsewhere) > before + 1);
    };
    for (let count = 0; count < 10; count++) {
      await stage.trackNew(factory, longRun);
    }
    await until('the second window sees them', async () =>
      (await readReports()).some(({ states }) => states?.['running'] === 11),
    );
    stage.cloud.accounts.revoke('AKDSC');
    await until('a window met the rejection', () => failures() > 0);
    await pollEverything();
    assert.deepEqual([failures(), await rejections()], [1, 1]);

    const renewed = createTestAccount('dsc-aksk', stage.origin);
    stage.cloud.accounts.allow(renewed.account);
    await stage.api.addConnection(factory.connection, renewed.credentials);
    await until('every task is polled again', async () =>
      (await stage.api.listTasks()).every(({ connection, stale }) => connection !== factory.connection.id || !stale),
    );
    await pollEverything();
    // A window that still has the old key does not poll.
    assert.deepEqual([failures(), await rejections()], [1, 1]);

    stage.cloud.accounts.revoke('AKDSC');
    await until('the next rejection is met', () => failures() > 1);
    await pollEverything();
    assert.deepEqual([failures(), await rejections()], [2, 2]);
  });
});

/** The texts that the second window showed. */
async function shownElsewhere(): Promise<readonly string[]> {
  return (await readReports()).flatMap(({ shown }) => shown?.text ?? []);
}

/** How many ends both windows announced: a message names a few tasks or counts many. */
async function announcedEnds(): Promise<number> {
  return [...shownTexts(), ...(await shownElsewhere())].reduce((sum, text) => {
    const counted = /^(\d+) tasks ended/.exec(text)?.[1];
    return sum + Number(counted ?? text.match(/Drawing \d+ (succeeded|failed)\b/g)?.length ?? 0);
  }, 0);
}
