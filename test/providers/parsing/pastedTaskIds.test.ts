import assert from 'node:assert/strict';
import { builtInProviders } from '../../../src/providers/builtInProviders';
import { pastedTaskIds } from '../../../src/providers/parsing/pastedTaskIds';

const uuid = '300b5e33-3ac5-41c5-9819-7e2e8aad6a98';
const hex = 'f84dcc533e864a4e944a4df346601819';
const digits = '1534087020903704704';
const project = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

describe('pasted task IDs (E20)', () => {
  const cases: readonly (readonly [text: string, ids: readonly string[]])[] = [
    ['', []],
    ['  ', []],
    [hex, [hex]],
    [` ${hex}\n`, [hex]],
    ['id1 id2,id3;id4\nid5、id6', ['id1', 'id2', 'id3', 'id4', 'id5', 'id6']],
    ['id1, id1', ['id1']],
    // Quoted, in lists, in brackets.
    ['["id1", "id2"]', ['id1', 'id2']],
    [`['id1', 'id2']`, ['id1', 'id2']],
    ['"id1"\n"id2",', ['id1', 'id2']],
    ['“id1”，‘id2’', ['id1', 'id2']],
    ['(id1)', ['id1']],
    ['`id1`.', ['id1']],
    // JSON: long numbers keep their digits, and a response knows its task.
    [`[${digits}]`, [digits]],
    [`{"task_id": "${hex}", "status": 1}`, [hex]],
    [`{"data": {"task_id": "${uuid}"}}`, [uuid]],
    [`{"total": 2, "tasks": [{"task_id": "id1", "asset_id": "x1"}, {"task_id": "id2"}]}`, ['id1', 'id2']],
    // The addresses of the documents, and those of consoles.
    [`https://sdg.cn-north-4.myhuaweicloud.com/v1/${project}/watermark/embed/tasks/${hex}`, [hex]],
    [`https://vod.cn-north-4.myhuaweicloud.com/v1/${project}/asset/editing/tasks?task_id=${hex}&limit=10`, [hex]],
    [`https://koodrive.huawei.com/koodrive/ose/v1/task/${digits}`, [digits]],
    [`https://shop.myshoplaza.com/openapi/2025-06/file/task/${uuid}/`, [uuid]],
    [`<https://shop.myshoplaza.com/openapi/2025-06/file/task/${uuid}>, id2`, [uuid, 'id2']],
    ['https://console.example.com/vod/#/tasks/detail?taskId=id7', ['id7']],
    // Lists and tables of Markdown.
    [`- ${hex}\n- ${uuid}`, [hex, uuid]],
    ['* id1\n• id2\n– id3', ['id1', 'id2', 'id3']],
    ['| id1 | id2 |', ['id1', 'id2']],
    // Lines of a response, of a log and of a form.
    [`"task_id": "${hex}",`, [hex]],
    [`"id": ${digits},\n"id" : "id2"`, [digits, 'id2']],
    [`taskId=${hex} job_id: id2`, [hex, 'id2']],
    [`Task ID: ${hex}`, [hex]],
    [`任务ID：${hex}`, [hex]],
    // What a blank or a line break in a mail has broken.
    [`300b5e33-3ac5- 41c5-9819-7e2e8aad6a98`, [uuid]],
    [`${hex.slice(0, 16)} ${hex.slice(16)}`, [hex]],
    [`"${digits.slice(0, 5)} ${digits.slice(5)}"`, [digits]],
    [`${hex} ${uuid}`, [hex, uuid]],
    [`${hex}\u200b`, [hex]],
  ];
  for (const [text, ids] of cases) {
    it(`are ${ids.join(' and ') || 'none'} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(pastedTaskIds(text), ids);
    });
  }

  it('stay fast in a long list', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `id${String(index)}`);
    assert.deepEqual(pastedTaskIds(ids.join(' ')), ids);
  }).timeout(2_000);

  for (const provider of builtInProviders) {
    it(`are refused by ${provider.id} when they are words, addresses or broken`, () => {
      for (const text of ['hello world!', 'https://example.com/about', '{"status": 1', 'task: done']) {
        assert.ok(
          pastedTaskIds(text).some((each) => provider.validateId?.(each)),
          text,
        );
      }
      for (const example of [uuid, hex, digits, `${project}${hex}`, '123', 'edit_7']) {
        assert.equal(provider.validateId?.(example), undefined, example);
      }
    });
  }
});
