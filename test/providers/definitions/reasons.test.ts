import assert from 'node:assert/strict';
import { explain, noValue } from '../../../src/providers/definitions/explain';
import { guess, toDefinition } from '../../../src/providers/definitions/guess/guess';
import type { ProviderDefinition } from '../../../src/providers/definitions/definition';
import type { TaskError } from '../../../src/tasks/task';
import { answer, snapshotOf } from '../responses';
import { providerOf } from './definitions';
import { pastedRequest } from './pasted';

/** What New Provider makes of a running task. */
function guessed(running: object): ProviderDefinition {
  const { sent } = pastedRequest('https://api.example.com/v1/jobs/4f9a1c7e2b6d');
  const identity = { id: 'x', label: 'X', credentials: ['none'] as const };
  return toDefinition(guess({ request: sent, response: answer(running) }), identity);
}

/** Why the task failed, as the guess of its running response reads it later. */
function reasonOf(running: object, failed: object): TaskError | undefined {
  const snapshot = snapshotOf(providerOf(guessed(running)).parse(answer(failed), '4f9a1c7e2b6d'));
  assert.equal(snapshot.state, 'failed');
  return snapshot.error;
}

describe('the reason of a failure that nobody named', () => {
  const says = (said: object): string | undefined =>
    reasonOf({ id: '4f9a1c7e2b6d', status: 'running' }, { id: '4f9a1c7e2b6d', status: 'failed', ...said })?.message;

  it('is read beside the state, whatever it is called', () => {
    const names = [
      ...[
        'message',
        'msg',
        'reason',
        'detail',
        'details',
        'error_message',
        'errMsg',
        'err',
        'failureReason',
        'fail_msg',
      ],
      ...['status_message', 'statusDescription', 'state_details', 'status_reason', 'taskMessage', 'result_message'],
    ];
    for (const name of names) {
      assert.equal(says({ [name]: 'Disk full' }), 'Disk full', name);
    }
  });

  it('is read of the object that has the state, and of the one around a status', () => {
    const running = { data: { job: { status: 'running', message: 'Page 3' } } };
    assert.equal(
      reasonOf(running, { data: { job: { status: 'failed', message: 'Disk full' } } })?.message,
      'Disk full',
    );
    const nested = { status: { state: 'running' }, message: '' };
    assert.equal(reasonOf(nested, { status: { state: 'failed' }, message: 'Disk full' })?.message, 'Disk full');
  });

  it('is an error rather than a message, wherever it comes later', () => {
    assert.equal(says({ message: 'The job ended', error: { code: 'E7', message: 'Disk full' } }), 'Disk full');
    assert.deepEqual(reasonOf({ status: 'running' }, { status: 'failed', message: 'Disk full', errorCode: 'E7' }), {
      code: 'E7',
      message: 'Disk full',
    });
  });

  it('is no word of success, no message of a commit, and none of the request', () => {
    for (const said of [
      ...[{ message: 'OK' }, { message: 'Accepted' }, { message: 'success' }, { message: ' ' }, { message: 7 }],
      ...[
        { message: 'Fix the build', branch: 'main' },
        { message: 'Fix the build', commitId: '8a1f' },
      ],
      ...[
        { message: 'Job found', code: 0 },
        { message: 'Job found', success: true },
      ],
    ]) {
      assert.equal(says(said), undefined, JSON.stringify(said));
    }
    const running = { code: 0, message: 'ok', data: { status: 'running' } };
    assert.equal(reasonOf(running, { code: 200, message: 'Job found', data: { status: 'failed' } }), undefined);
  });

  it('is a sentence, and the word beside it is its code', () => {
    const running = { status: 'running' };
    for (const name of ['error_description', 'cause', 'message']) {
      assert.deepEqual(reasonOf(running, { status: 'failed', error: 'DISK_FULL', [name]: 'No space is left' }), {
        code: 'DISK_FULL',
        message: 'No space is left',
      });
    }
    const ofCommit = { status: 'failed', error: 'DISK_FULL', message: 'Fix the build', branch: 'main' };
    assert.deepEqual(reasonOf(running, ofCommit), { message: 'DISK_FULL' });
  });

  it('is found in what the task consists of, but not in what it was made from', () => {
    assert.equal(says({ properties: { error: { code: 'E7', message: 'Disk full' } } }), 'Disk full');
    assert.equal(says({ job: { result: { errorMessage: 'Disk full' } } }), 'Disk full');
    assert.equal(says({ task_error: { message: 'Disk full' } }), 'Disk full');
    assert.equal(says({ errors: [{ default_message: 'Disk full', id: 'x' }] }), 'Disk full');
    assert.equal(says({ videos: [{ failureMessage: 'Disk full' }] }), undefined);
    assert.equal(says({ videos: [{ failure: 'Disk full' }] }), 'Disk full');
    assert.equal(says({ reasonForIncompletion: 'Disk full' }), 'Disk full');
    assert.equal(says({ lastFailureMessage: 'Disk full' }), 'Disk full');
    assert.equal(says({ messages: [{ text: 'Disk full' }] }), 'Disk full');
    assert.equal(says({ input: { error: 'Disk full' }, previous_run: { error: 'Disk full' } }), undefined);
    assert.equal(says({ failedNodes: ['a'] }), undefined);
  });

  it('is shown with its present value before the task fails', () => {
    const reason = (body: object): unknown => {
      const { usualReason, notRead } = explain(guessed(body), answer(body), '4f9a1c7e2b6d');
      const [read, other] = [usualReason, notRead].map((key) => key && [key.expression, key.found]);
      return { read, other };
    };
    assert.deepEqual(reason({ status: 'running', error: null, message: 'Page 3' }), {
      read: ['error || message', 'Page 3'],
      other: undefined,
    });
    assert.deepEqual(reason({ status: 'running', message: null }), { read: ['message', undefined], other: undefined });
    assert.deepEqual(reason({ state: 'running', message: 'Bump', branch: 'main' }), {
      read: undefined,
      other: ['message', 'Bump'],
    });
    assert.deepEqual(reason({ status: 'running' }), { read: undefined, other: undefined });
  });

  it('is nothing where the definition says so', () => {
    const definition = { ...guessed({ status: 'running' }), error: noValue };
    const failed = answer({ status: 'failed', message: 'Disk full' });
    assert.equal(snapshotOf(providerOf(definition).parse(failed, 'x')).error, undefined);
    assert.equal(explain(definition, failed, 'x').usualReason, undefined);
  });
});
