import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { huaweiDsc } from '../../../src/providers/huaweiDsc/provider';
import { huaweiVod } from '../../../src/providers/huaweiVod/provider';
import type { Provider } from '../../../src/providers/provider';
import { answer, connectionTo, recorded } from '../responses';
import { providerOf } from './definitions';

const dsc = providerOf({
  id: 'dsc',
  credentials: ['aksk', 'iam-password', 'iam-token'],
  request: 'https://sdg.{region}.myhuaweicloud.com/v1/{projectId}/watermark/embed/tasks/{id}',
  taskId: { in: 'task_id' },
  state: 'status',
  states: { running: '0', succeeded: '1', failed: ['2', '3'] },
  progress: { completed: 'completed', failed: 'failed', total: 'total' },
  error: { message: 'error_msg', code: 'error_code' },
  items: {
    from: 'failed_embed_info',
    source: 'file_name',
    target: 'target_file_name || target_name',
    reason: 'failed_reason',
    state: "'failed'",
  },
});

const vod = providerOf({
  id: 'vod',
  credentials: ['aksk', 'iam-password', 'iam-token'],
  request: 'https://vod.{region}.myhuaweicloud.com/v1/{projectId}/asset/editing/tasks?task_id={id}',
  taskId: { in: 'task_id' },
  root: 'tasks[0]',
  state: 'status',
  progress: 'progress',
  createdAt: 'create_time',
  endedAt: 'end_time',
  items: "status == 'SUCCEED' && asset_id",
});

const cases: readonly (readonly [Provider, Provider, string])[] = [
  [huaweiDsc, dsc, 'f84dcc533e864a4e944a4df346601819'],
  [huaweiVod, vod, '123'],
];

describe('a built-in provider as a definition', () => {
  for (const [builtIn, defined, id] of cases) {
    it(`asks as ${builtIn.id} does`, () => {
      const connection = connectionTo('x', { region: 'cn-north-4', projectId: 'p' });
      assert.deepEqual(defined.request(connection, id), builtIn.request(connection, id));
    });

    for (const file of readdirSync(`test/fixtures/${builtIn.id}`)) {
      it(`reads what ${builtIn.id} reads: ${file}`, () => {
        const response = answer(
          recorded(`${builtIn.id}/${file.replace('.json', '')}`),
          file.startsWith('error-400') ? 400 : 200,
        );
        const expected = builtIn.parse(response, id);
        const found = defined.parse(response, id);
        assert.equal(found.ok, expected.ok);
        if (expected.ok && found.ok) {
          // Facts, such as the number of waiting files, have no key in a definition.
          const { facts: _facts, ...snapshot } = expected.snapshot;
          assert.deepEqual(found.snapshot, snapshot);
        }
      });
    }
  }
});
