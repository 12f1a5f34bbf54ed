import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode';
import type { CloudTasksApi } from '../../src/api';
import { until } from '../support/until';
import { longRun, useStage } from './stage';

type TaskChange = Parameters<Parameters<CloudTasksApi['onDidChangeTask']>[0]>[0];

/** IDs that no service has. */
const impossibleIds: readonly (readonly [string, RegExp])[] = [
  ['', /Enter a task ID/],
  ['two words', /can't contain spaces/],
  ['..', /is not a task ID/],
  ['1'.repeat(513), /at most 512 characters/],
];

describe('tasks of the API', () => {
  const stage = useStage();

  it('are tracked once, however often that is called', async () => {
    await stage.connect('vod-aksk');
    const ref = { connection: 'vod-aksk', id: stage.cloud.addTask('vod', longRun) };
    const first = await stage.api.track({ ...ref, name: 'Trailer' });
    assert.deepEqual(first, { ...ref, provider: 'huawei-vod', name: 'Trailer', state: 'unknown' });
    await stage.refreshed(ref);
    const again = await stage.api.track(ref);
    assert.deepEqual([again.name, again.state], ['Trailer', 'running']);
    assert.equal((await stage.api.listTasks()).length, 1);
  });

  it('are rejected without a connection, or with an impossible ID', async () => {
    await stage.connect('vod-aksk');
    await assert.rejects(stage.api.track({ connection: 'nobody', id: '1' }), /There is no connection nobody/);
    await assert.rejects(stage.api.lookUp({ connection: 'nobody', id: '1' }), /There is no connection nobody/);
    await assert.rejects(stage.api.waitFor({ connection: 'nobody', id: '1' }), /There is no connection nobody/);
    for (const [id, expected] of impossibleIds) {
      await assert.rejects(stage.api.track({ connection: 'vod-aksk', id }), expected);
      await assert.rejects(stage.api.lookUp({ connection: 'vod-aksk', id }), expected);
      await assert.rejects(stage.api.waitFor({ connection: 'vod-aksk', id }), expected);
    }
    assert.deepEqual([await stage.api.listTasks(), stage.cloud.requests], [[], []]);
  });

  it('are no longer polled when they are untracked', async () => {
    const account = await stage.connect('dsc-aksk');
    const ref = await stage.trackNew(account, longRun);
    const other = await stage.trackNew(account, longRun);
    await stage.api.untrack(ref);
    await stage.api.untrack({ connection: 'nobody', id: '1' });
    const requests = stage.requestsFor(ref);
    const before = stage.requestsFor(other);
    await until('the other task was polled again', () => stage.requestsFor(other) > before);
    assert.equal(stage.requestsFor(ref), requests);
    assert.deepEqual(
      (await stage.api.listTasks()).map(({ id }) => id),
      [other.id],
    );
  });

  it('are looked up without being tracked', async () => {
    const { connection } = await stage.connect('shoplazza-2022-01');
    const id = stage.cloud.addTask('shoplazza', { ...longRun, runningMs: 0 });
    const snapshot = await stage.api.lookUp({ connection: connection.id, id });
    assert.deepEqual([snapshot.state, snapshot.percent, snapshot.items.length], ['succeeded', 100, 10]);
    assert.deepEqual(await stage.api.listTasks(), []);
    await assert.rejects(stage.api.lookUp({ connection: connection.id, id: 'nothing-0' }), /cannot find this task/);
  });

  it('are looked up until that is canceled', async () => {
    const { connection } = await stage.connect('shoplazza-2022-01');
    stage.cloud.inject({ kind: 'hang' });
    const source = new CancellationTokenSource();
    const lookUp = stage.api.lookUp({ connection: connection.id, id: 'any-1' }, source.token);
    await until('the request was sent', () => stage.cloud.requests.length === 1);
    source.cancel();
    await assert.rejects(lookUp);
  });

  it('are refreshed one by one or all', async () => {
    const account = await stage.connect('vod-aksk');
    const one = await stage.trackNew(account, { ...longRun, runningMs: 60_000 });
    const other = await stage.trackNew(account, { ...longRun, runningMs: 60_000 });
    stage.advance(120_000);
    await stage.api.refresh(one);
    assert.equal((await stage.task(one)).state, 'succeeded');
    await stage.api.refresh();
    await until('the end of the other is noticed', async () => (await stage.task(other)).state === 'succeeded');
    await assert.rejects(stage.api.refresh({ connection: 'nobody', id: '1' }), { code: 'not-tracked' });
  });

  it('fire an event for each change, with the previous state', async () => {
    const account = await stage.connect('vod-aksk');
    const changes: TaskChange[] = [];
    const listening = stage.api.onDidChangeTask((change) => changes.push(change));
    const ref = await stage.trackNew(account, { queuedMs: 60_000, runningMs: 60_000, outcome: 'failed' }, 'Trailer');
    stage.advance(70_000);
    await stage.refreshed(ref);
    stage.advance(60_000);
    await stage.refreshed(ref);
    listening.dispose();
    const steps = changes
      .map(({ previous, task }) => [previous, task.state])
      .filter(([previous, state]) => previous !== state);
    assert.deepEqual(steps, [
      [undefined, 'unknown'],
      ['unknown', 'queued'],
      ['queued', 'running'],
      ['running', 'failed'],
    ]);
    assert.ok(changes.every(({ task }) => task.name === 'Trailer' && task.id === ref.id));
  });
});

describe('waitFor', () => {
  const stage = useStage();

  it('tracks a task and resolves when it has ended, without a refresh', async () => {
    await stage.connect('vod-aksk');
    const ref = { connection: 'vod-aksk', id: stage.cloud.addTask('vod', { ...longRun, runningMs: 60_000 }) };
    const ended = stage.api.waitFor(ref, { timeoutMs: 30_000 });
    await until('it runs', async () => (await stage.task(ref)).state === 'running');
    stage.advance(60_000);
    assert.equal((await ended).state, 'succeeded');
    assert.equal((await stage.api.waitFor(ref)).state, 'succeeded');
  });

  it('gives up in time, on request, or when the task is untracked', async () => {
    const account = await stage.connect('vod-aksk');
    const ref = await stage.trackNew(account, longRun);
    await assert.rejects(stage.api.waitFor(ref, { timeoutMs: 1 }), /did not end in time/);
    const source = new CancellationTokenSource();
    const cancelled = assert.rejects(stage.api.waitFor(ref, { token: source.token }));
    source.cancel();
    await cancelled;
    await assert.rejects(stage.api.waitFor(ref, { token: source.token }));
    assert.equal((await stage.task(ref)).state, 'running');
    const untracked = assert.rejects(stage.api.waitFor(ref), { code: 'not-tracked' });
    await stage.api.untrack(ref);
    await untracked;
  });
});
