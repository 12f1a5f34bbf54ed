import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { ProviderDefinition, TaskRef } from '../../src/api';
import { commandIds } from '../../src/ids';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import type { TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { answerPrompts } from './answeredPrompts';
import { useLocalServer } from './localServer';
import { forgetMessages, pressButton, shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

const queued: TaskPlan = { ...longRun, queuedMs: 600_000 };

/** An API that stops tasks with a POST. */
const stoppable: ProviderDefinition = {
  id: 'stoppable',
  label: 'Stoppable jobs',
  credentials: ['none'],
  request: '{endpoint}/jobs/{id}',
  state: 'status',
  cancel: '{endpoint}/jobs/{id}/stop',
};

describe('canceling a task', () => {
  const stage = useStage();
  let account: TestAccount;
  let status = 0;
  let seen: string[] = [];
  const jobs = useLocalServer(({ method = '', url = '' }, response) => {
    const refusal = { error: { code: 'TOO_LATE', message: 'Nearly done' } };
    seen.push(`${method} ${url}`);
    response.statusCode = method === 'POST' ? status : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(method === 'GET' ? { status: 'running' } : refusal));
  });

  beforeEach(async () => {
    account = await stage.connect('vod-aksk');
    seen = [];
  });

  const cancel = (...args: readonly unknown[]): Thenable<unknown> =>
    commands.executeCommand(commandIds.cancelTask, ...args);
  const cancellations = (): readonly number[] =>
    stage.cloud.requests.filter(({ method }) => method === 'DELETE').map(({ status }) => status);

  it('asks first, naming the task and its connection, and sends nothing unless the user wants it', async () => {
    const ref = await stage.trackNew(account, queued, 'Trailer');
    await cancel(ref);
    const [question] = shownMessages();
    assert.equal(question?.text, 'Cancel the task Trailer of My vod-aksk?');
    assert.match(question.detail ?? '', /cannot be undone/);
    assert.deepEqual(question.actions, ['Cancel Task', 'Keep Task']);
    assert.deepEqual(cancellations(), []);
  });

  it('ends at the service, is polled at once, and is told once', async () => {
    const ref = await stage.trackNew(account, queued, 'Trailer');
    pressButton('Cancel Task');
    await cancel(ref);
    assert.deepEqual(cancellations(), [204]);
    assert.equal((await stage.task(ref)).state, 'cancelled');
    await until('it is told', () => shownTexts().includes('Trailer was canceled.'));
    assert.equal(shownTexts().filter((text) => text !== 'Trailer was canceled.').length, 1);
  });

  it('is not tried where the state is known to forbid it', async () => {
    const running = await stage.trackNew(account, longRun, 'Trailer');
    pressButton('Cancel Task');
    await cancel(running);
    const over = await stage.trackNew(account, { ...longRun, runningMs: 0 }, 'Teaser');
    await cancel(over);
    const other = await stage.connect('shoplazza-2025-06');
    await cancel(await stage.trackNew(other, longRun, 'Catalog'));
    assert.deepEqual(shownTexts(), [
      'Huawei Cloud VOD cannot cancel Trailer now: it is running.',
      'Teaser has finished already.',
      'Shoplazza cannot cancel tasks.',
    ]);
    assert.deepEqual(cancellations(), []);
  });

  it('explains a refusal with the service’s code and words, and shows the state that caused it', async () => {
    const ref = await stage.trackNew(account, queued, 'Trailer');
    // It begins to run before the user has answered.
    stage.advance(600_001);
    pressButton('Cancel Task');
    await cancel(ref);
    const refusal = shownMessages().at(-1);
    assert.match(refusal?.text ?? '', /^Trailer was not canceled\. VOD cancels a task only while it is queued \(/);
    assert.match(refusal?.text ?? '', /HTTP 400, VOD\.10083: The current state does not allow this operation\)\.$/);
    assert.deepEqual([refusal?.level, refusal?.actions], ['error', []]);
    assert.deepEqual(cancellations(), [400]);
    assert.equal((await stage.task(ref)).state, 'running');
  });

  it('of several asks once, cancels those that can be, and says how many cannot', async () => {
    const refs: TaskRef[] = [];
    for (const [name, plan] of [
      ['One', queued],
      ['Two', queued],
      ['Three', longRun],
    ] as const) {
      refs.push(await stage.trackNew(account, plan, name));
    }
    const rows = refs.map((ref) => ({ kind: 'task', id: ref.id, provider: 'huawei-vod', ref }));
    pressButton('Cancel Tasks');
    await cancel(rows[0], rows);
    const [question] = shownMessages();
    assert.equal(question?.text, 'Cancel 2 tasks?');
    assert.match(question.detail ?? '', /^One of My vod-aksk\nTwo of My vod-aksk\n/);
    assert.match(question.detail ?? '', /cannot be canceled now: 1$/);
    assert.deepEqual(cancellations(), [204, 204]);
    const states = await Promise.all(refs.map(async (ref) => (await stage.task(ref)).state));
    assert.deepEqual(states, ['cancelled', 'cancelled', 'running']);
  });

  it('offers in its list only what can be canceled', async () => {
    await stage.trackNew(account, queued, 'Waits');
    await stage.trackNew(account, longRun, 'Runs');
    let labels: readonly string[] = [];
    const answering = answerPrompts((prompt) => {
      ({ labels } = prompt);
      return null;
    });
    await cancel();
    answering.dispose();
    assert.deepEqual(labels, ['Running', 'Waits']);
  });

  it('follows the definition of an API, and says what it answered', async () => {
    const registered = stage.api.registerProvider(stoppable);
    try {
      const connection = { id: 'jobs', name: 'Jobs', provider: stoppable.id, credentials: 'none' } as const;
      await stage.api.addConnection({ ...connection, endpoint: jobs.endpoint }, { kind: 'none' });
      const ref = { connection: 'jobs', id: '7' };
      await stage.api.track({ ...ref, name: 'Render' });
      await stage.api.refresh(ref);
      forgetMessages();
      pressButton('Cancel Task');
      status = 409;
      await cancel(ref);
      assert.match(shownTexts().at(-1) ?? '', /^Render was not canceled\..* HTTP 409, TOO_LATE: Nearly done\)/);
      status = 204;
      await cancel(ref);
      assert.equal(
        shownTexts().at(-1),
        'The service accepted the cancellation of Render. It may take a while to stop.',
      );
      assert.deepEqual(
        seen.filter((line) => line.startsWith('POST')),
        ['POST /jobs/7/stop', 'POST /jobs/7/stop'],
      );
    } finally {
      registered.dispose();
    }
  });
});
