import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureKinds } from '../../src/http/failure';
import { builtInProviders as builtIn } from '../../src/providers/builtInProviders';
import type { PageResult, TaskResult } from '../../src/providers/provider';
import { taskStates, type Snapshot } from '../../src/tasks/task';
import { answer, connectionTo } from './responses';

const keys = [
  ...['task_id', 'status', 'total', 'completed', 'waited', 'failed', 'failed_embed_info', 'file_name', 'failed_reason'],
  ...['finished', 'success_list', 'failure_list', 'origin_list', 'upload_link', 'origin_link', 'data', 'code', 'error'],
  ...['tasks', 'progress', 'create_time', 'end_time', 'asset_id', 'taskId', 'taskName', 'resultCode', 'taskList'],
  ...['taskListDtos', 'nextCursor', 'createTime', 'endTime', 'msg', 'message', 'errors', '__proto__', 'constructor'],
];

/** JSON whose fields are those of the documents, with anything in them. */
const { body: likely } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      0,
      1,
      2,
      3,
      -1,
      1e308,
      null,
      true,
      '',
      '0',
      'Success',
      'SUCCEED',
      't',
      'https://x/',
      '1e999',
    ),
    fc.jsonValue(),
    tie('body'),
    fc.array(tie('body'), { maxLength: 3 }),
  ),
  body: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 9 }),
}));

const bodies = fc.oneof(
  likely.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string(),
);

function checkSnapshot({ state, rawState, percent, items, ...counts }: Snapshot): void {
  assert.ok(taskStates.includes(state));
  assert.equal(typeof rawState, 'string');
  assert.ok(percent === undefined || (percent >= 0 && percent <= 100));
  for (const count of [counts.completed, counts.failed, counts.total]) {
    assert.ok(count === undefined || (Number.isInteger(count) && count >= 0));
  }
  for (const time of [counts.createdAt, counts.endedAt]) {
    assert.ok(time === undefined || !Number.isNaN(new Date(time).getTime()));
  }
  for (const item of items) {
    assert.ok(taskStates.includes(item.state));
    assert.ok(item.link === undefined || /^https?:/i.test(item.link));
    assert.ok([item.source, item.target, item.reason].every((text) => text === undefined || typeof text === 'string'));
  }
}

function checkReading(reading: TaskResult | PageResult): void {
  if (!reading.ok) {
    assert.ok(failureKinds.includes(reading.failure.kind));
  } else if ('snapshot' in reading) {
    checkSnapshot(reading.snapshot);
  } else {
    reading.tasks.forEach(({ id, snapshot }) => {
      assert.ok(id);
      checkSnapshot(snapshot);
    });
  }
}

for (const provider of builtIn) {
  describe(`${provider.label}, as every provider,`, () => {
    it('makes a reading of whatever a service may answer', () => {
      fc.assert(
        fc.property(bodies, fc.constantFrom(200, 200, 200, 204, 302, 400, 401, 404, 429, 500), (body, status) => {
          checkReading(provider.parse(answer(body, status), 't'));
          if (provider.list) {
            checkReading(provider.list.parse(answer(body, status), '100'));
          }
        }),
        { numRuns: 300 },
      );
    }).timeout(20_000);

    it('survives an answer that is nested very deeply', () => {
      for (const depth of [1_000, 3_000, 5_000, 7_000, 10_000, 100_000]) {
        const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
        checkReading(
          provider.parse(answer(`{"status": 0, "failure_list": [${deep}], "failed_embed_info": [${deep}]}`), 't'),
        );
      }
    });

    it('shows no value of an answer that it cannot read', () => {
      for (const body of [{ password: 'hunter2' }, ['hunter2'], '"hunter2"', '{"hunter": hunter2']) {
        const reading = provider.parse(answer(body), 't');
        assert.ok(!reading.ok);
        assert.doesNotMatch(JSON.stringify(reading), /hunter2/);
      }
    });

    it('keeps any id in its place in the address', () => {
      const connection = connectionTo(provider.id, { endpoint: 'https://host.example/base/', projectId: 'p' });
      const usual = new URL(provider.request(connection, 'id').url);
      for (const id of ['..', '.', '../../x', 'a/b', 'a?b', 'a#b', '%2e%2e', '//evil.example', 'a\\b']) {
        const { host, pathname, hash, searchParams } = new URL(provider.request(connection, id).url);
        assert.equal(host, 'host.example');
        assert.equal(pathname.split('/').length, usual.pathname.split('/').length);
        assert.deepEqual([...searchParams.keys()], [...usual.searchParams.keys()]);
        assert.equal(hash, '');
      }
    });

    it('refuses ids that cannot be one, and no other', () => {
      for (const id of ['', ' ', 'a b', 'a\n', 'a\u0007', 'x'.repeat(201), '.', '..']) {
        assert.ok(provider.validateId?.(id), JSON.stringify(id));
      }
      for (const id of ['1', 'f84dcc533e864a4e944a4df346601819', 'x'.repeat(200), 'a_b-c.d~e', '任务']) {
        assert.equal(provider.validateId?.(id), undefined, id);
      }
    });

    it('says of its own suggestions, fallbacks and examples that they are fine', () => {
      for (const field of provider.fields) {
        const values = [...(field.suggestions ?? []), field.fallback, field.placeholder];
        for (const value of values.filter((text) => text !== undefined)) {
          assert.equal(field.validate(value), undefined, `${field.key}: ${value}`);
        }
      }
    });
  });
}
