import assert from 'node:assert/strict';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { answer, connectionTo, failureOf, recorded, snapshotOf } from './responses';

const id = '300b5e33-3ac5-41c5-9819-7e2e8aad6a98';
const read = (body: unknown, status?: number) => shoplazza.parse(answer(body, status), id);
const url = (fields: object) => shoplazza.request(connectionTo('shoplazza', fields), id).url;

describe('shoplazza', () => {
  it('asks the shop for version 2022-01 unless the connection says otherwise', () => {
    assert.equal(url({ shop: 'my-shop' }), `https://my-shop.myshoplaza.com/openapi/2022-01/file/task/${id}`);
    assert.equal(
      url({ shop: 'my-shop', apiVersion: '2025-06' }),
      `https://my-shop.myshoplaza.com/openapi/2025-06/file/task/${id}`,
    );
    assert.equal(url({ endpoint: 'http://localhost:3000/' }), `http://localhost:3000/openapi/2022-01/file/task/${id}`);
  });

  it('takes the shop from whatever address of it was pasted', () => {
    const field = shoplazza.fields.find(({ key }) => key === 'shop')!;
    for (const pasted of [
      'my-shop',
      ' My-Shop ',
      'my-shop.myshoplaza.com',
      'https://my-shop.myshoplaza.com/admin/orders?page=2#top',
    ]) {
      assert.equal(field.normalize?.(pasted), 'my-shop');
      assert.match(url({ shop: pasted }), /^https:\/\/my-shop\.myshoplaza\.com\/openapi\//);
    }
    assert.equal(field.validate('my-shop'), undefined);
    for (const wrong of ['shop.example.com', 'my shop', '-']) {
      assert.ok(field.validate(field.normalize?.(wrong) ?? ''), wrong);
    }
  });

  it('counts requests by the shop, however its connections name it', () => {
    const bucket = (fields: object) => shoplazza.rateLimitKey!(connectionTo('shoplazza', fields));
    const shops = [
      { shop: 'my-shop' },
      { shop: 'https://My-Shop.myshoplaza.com/admin', apiVersion: '2025-06' },
      { endpoint: 'https://my-shop.myshoplaza.com/' },
    ];
    assert.deepEqual(new Set(shops.map(bucket)), new Set(['my-shop.myshoplaza.com']));
    assert.equal(bucket({ shop: 'other-shop' }), 'other-shop.myshoplaza.com');
    assert.equal(bucket({ id: 'broken', endpoint: 'no address' }), 'broken');
  });

  it('never leaves the shop’s domain', () => {
    for (const shop of ['evil.example/', 'evil.example#', 'evil.example?', 'a@evil.example', 'evil.example\\', '']) {
      const address = url({ shop });
      assert.ok(!URL.canParse(address) || new URL(address).hostname.endsWith('.myshoplaza.com'), address);
    }
  });

  it('reads the document’s example', () => {
    assert.deepEqual(read(recorded('shoplazza/completed-2022-01')), {
      ok: true,
      snapshot: {
        state: 'succeeded',
        rawState: '0',
        percent: 100,
        completed: 1,
        failed: 0,
        total: 1,
        items: [{ state: 'succeeded', target: '652c51e6ea5273f8e0b5c3a30b62fd57.jpeg' }],
        raw: JSON.parse(recorded('shoplazza/completed-2022-01')),
      },
    });
  });

  it('reads the envelope of 2025-06 and what is done, failed and still to do', () => {
    const body = recorded('shoplazza/running-2025-06');
    assert.deepEqual(read(body), {
      ok: true,
      snapshot: {
        state: 'running',
        rawState: '1',
        percent: 25,
        completed: 1,
        failed: 1,
        total: 4,
        items: [
          {
            state: 'succeeded',
            source: 'https://example.com/a.jpeg',
            target: '652c51e6ea5273f8e0b5c3a30b62fd57.jpeg',
            link: 'https://cdn.shoplazza.com/652c51e6ea5273f8e0b5c3a30b62fd57.jpeg',
          },
          {
            state: 'failed',
            source: 'https://example.com/b.jpeg',
            reason: '{"url":"https://example.com/b.jpeg","message":"404"}',
          },
          { state: 'running', source: 'https://example.com/c.jpeg' },
          { state: 'running', source: 'https://example.com/a.jpeg' },
        ],
        raw: JSON.parse(body),
      },
    });
  });

  it('takes the envelope’s code in whatever case', () => {
    for (const code of ['Success', 'success', 'SUCCESS', 0, undefined]) {
      assert.equal(snapshotOf(read({ code, message: '', data: { task_id: id, status: 1 } })).state, 'running');
    }
  });

  for (const [status, state] of [
    [0, 'succeeded'],
    ['0', 'succeeded'],
    [1, 'running'],
    [2, 'unknown'],
    ['etc.', 'unknown'],
    [null, 'unknown'],
  ] as const) {
    it(`reads status ${JSON.stringify(status)} as ${state}`, () => {
      const snapshot = snapshotOf(read({ task_id: id, status, total: 3 }));
      assert.equal(snapshot.state, state);
      assert.equal(snapshot.rawState, status === null ? '' : String(status));
    });
  }

  it('calls a task partial that ended with failures, and failed when nothing else is left', () => {
    const snapshot = snapshotOf(read({ status: 0, total: 2, finished: 1, failure_list: ['x'] }));
    assert.equal(snapshot.state, 'partial');
    assert.equal(snapshot.failed, 1);
    assert.equal(snapshotOf(read({ status: 0, total: 1, finished: 0, failure_list: [null] })).state, 'failed');
  });

  it('calls a task without a status ended once every file is accounted for', () => {
    assert.equal(snapshotOf(read({ total: 2, finished: 2 })).state, 'succeeded');
    assert.equal(snapshotOf(read({ total: 2, finished: 1, failure_list: ['x'] })).state, 'partial');
    assert.equal(snapshotOf(read({ total: 2, finished: 1 })).state, 'unknown');
    assert.equal(snapshotOf(read({ total: 0, finished: 0 })).state, 'unknown');
  });

  it('shows failures of any shape', () => {
    const rows = ['https://example.com/a.jpeg', 7, null, { origin_link: 'https://example.com/z', reason: 'big' }, []];
    const origins = ['https://example.com/a.jpeg'];
    const { items } = snapshotOf(read({ status: 0, failure_list: rows, origin_list: origins }));
    assert.deepEqual(items, [
      { state: 'failed', source: 'https://example.com/a.jpeg', reason: 'https://example.com/a.jpeg' },
      { state: 'failed', reason: '7' },
      { state: 'failed' },
      {
        state: 'failed',
        source: 'https://example.com/z',
        reason: '{"origin_link":"https://example.com/z","reason":"big"}',
      },
      { state: 'failed', reason: '[]' },
    ]);
  });

  it('does not lose failures that come without their list', () => {
    assert.equal(snapshotOf(read({ status: 0, failure_list: { url: 'https://example.com/a' } })).state, 'partial');
    assert.equal(snapshotOf(read({ status: 0, failure_list: {} })).state, 'succeeded');
    assert.equal(snapshotOf(read({ status: 0, failure_list: null })).state, 'succeeded');
  });

  it('links to web addresses only', () => {
    const links = ['http://a.example/1', 'HTTPS://a.example/2', 'javascript:alert(1)', 'file:///etc/passwd', '//x', 3];
    const { items } = snapshotOf(
      read({ status: 0, success_list: links.map((link) => ({ upload_link: link, file_uri: 'f' })) }),
    );
    assert.deepEqual(
      items.map(({ link }) => link),
      ['http://a.example/1', 'HTTPS://a.example/2', undefined, undefined, undefined, undefined],
    );
    assert.equal(items.length, 6);
  });

  it('does not show the state of another task, whatever the case of the id', () => {
    assert.equal(failureOf(read({ task_id: 'other', status: 0 })).kind, 'unexpected-shape');
    assert.equal(snapshotOf(read({ task_id: id.toUpperCase(), status: 0 })).state, 'succeeded');
  });

  it('reads the documented errors', () => {
    const bare = failureOf(read(recorded('shoplazza/error-400-2022-01'), 400));
    assert.equal(bare.status, 400);
    assert.equal(bare.kind, 'rejected');
    assert.equal(bare.detail, 'page not found');
    const enveloped = failureOf(read(recorded('shoplazza/error-400-2025-06'), 400));
    assert.equal(enveloped.code, 'InvalidParameter');
    assert.equal(enveloped.detail, 'task_id is invalid');
    assert.equal(failureOf(read({ errors: ['task_id is required'] }, 400)).status, 400);
  });

  it('takes an error for one also in an answer with status 200', () => {
    const enveloped = failureOf(read({ code: 'InvalidParameter', message: 'task_id is invalid', data: {} }));
    assert.equal(enveloped.code, 'InvalidParameter');
    assert.equal(enveloped.status, 200);
    assert.notEqual(failureOf(read({ error: 'page not found' })).kind, 'unexpected-shape');
  });

  it('says what is wrong with JSON that holds no task', () => {
    for (const body of [{}, { code: 'Success', data: null }, { data: [] }, [], '3']) {
      assert.equal(failureOf(read(body)).kind, 'unexpected-shape');
    }
  });

  it('leads to the shop’s admin pages', () => {
    const link = (fields: object) => shoplazza.link?.(connectionTo('shoplazza', fields), { connection: 'c', id });
    assert.equal(link({ shop: 'my-shop' }), 'https://my-shop.myshoplaza.com/admin/');
    assert.equal(link({ shop: 'my-shop', endpoint: 'http://127.0.0.1:1' }), undefined);
  });
});
