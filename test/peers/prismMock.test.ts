import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock';
import type { FailureKind } from '../../src/http/failure';
import type { TaskState } from '../../src/tasks/task';
import { createTestAccount, type TestAccountName } from '../support/testAccounts';
import { startCountingFront, type CountingFront } from './countingFront';
import { documents, startPrismMock, type DocumentName, type Prism } from './prism';
import { createProduct, type Account } from './product';

/** What the product makes of a document's examples. */
interface Expected {
  /** Accounts that the document provides for. */
  readonly accounts: readonly TestAccountName[];
  /** The task that the examples are about. */
  readonly id: string;
  readonly states: Readonly<Record<string, TaskState>>;
  /** Status and name of an example. */
  readonly failures: readonly (readonly [number, string, FailureKind])[];
}

const expectations: Readonly<Record<DocumentName, Expected>> = {
  'huawei-dsc': {
    // The document knows no other proof than a token.
    accounts: ['dsc-iam-token'],
    id: 'f84dcc533e864a4e944a4df346601819',
    states: { document: 'succeeded', inProgress: 'running', someFailed: 'partial', failed: 'failed' },
    failures: [[400, 'document', 'server-error']],
  },
  'huawei-vod': {
    accounts: ['vod-iam-token', 'vod-aksk'],
    id: '123',
    states: {
      ...{ document: 'succeeded', waiting: 'queued', processing: 'running' },
      ...{ failed: 'failed', cancelled: 'cancelled' },
    },
    failures: [[400, 'illegalParameter', 'rejected']],
  },
  'huawei-koodrive': {
    accounts: ['koodrive-token', 'koodrive-app'],
    id: '1534087020903704704',
    states: { document: 'failed', new: 'queued', executing: 'running', success: 'succeeded' },
    failures: [],
  },
  shoplazza: {
    accounts: ['shoplazza-2022-01'],
    id: '300b5e33-3ac5-41c5-9819-7e2e8aad6a98',
    states: { document: 'succeeded', inProgress: 'running', someFailed: 'partial' },
    failures: [
      [400, 'credentials', 'unauthorised'],
      [400, 'emptyTaskId', 'rejected'],
      [404, 'missing', 'not-found'],
      [404, 'document', 'address'],
    ],
  },
};

for (const name of documents) {
  const { accounts, id, states, failures } = expectations[name];

  describe(`the product against a mock of the document of ${name}`, () => {
    let prism: Prism;
    let front: CountingFront;
    /** The example that the mock responds with. */
    let prefer: string;
    const product = createProduct(systemClock);
    const account = (which = accounts[0]!): Account => createTestAccount(which, front.origin);

    before(async () => {
      prism = await startPrismMock(name);
      front = await startCountingFront(() => ({ origin: prism.origin, headers: { prefer } }));
    });
    beforeEach(() => {
      prefer = 'example=document';
    });
    after(async () => {
      await front.stop();
      await prism.stop();
    });

    for (const [example, state] of Object.entries(states)) {
      it(`reads the example "${example}" as ${state}`, async () => {
        prefer = `example=${example}`;
        const result = await product.task(account(), id);
        assert.ok(result.ok, JSON.stringify(result));
        assert.equal(result.snapshot.state, state);
      });
    }

    for (const [status, example, kind] of failures) {
      it(`reads the error ${status} "${example}" as ${kind}`, async () => {
        prefer = `code=${status}, example=${example}`;
        const result = await product.task(account(), id);
        assert.ok(!result.ok);
        assert.deepEqual([result.failure.status, result.failure.kind], [status, kind]);
      });
    }

    for (const which of accounts) {
      it(`sends what the document demands, and nothing that it forbids: ${which}`, async () => {
        const result = await product.task(account(which), id);
        assert.ok(result.ok, JSON.stringify(result));
      });
    }

    // KooDrive lists tasks by another document.
    if (name === 'huawei-vod') {
      it('lists tasks as the document demands', async () => {
        const result = await product.page(account());
        assert.ok(result.ok, JSON.stringify(result));
        assert.deepEqual([result.tasks.length, result.total], [1, 56]);
      });
    }

    it('is refused without its proof, for the mock looks at it', async () => {
      const { connection } = account();
      const result = await product.task({ connection, credentials: { kind: 'none' } }, id);
      assert.ok(!result.ok);
      assert.equal(result.failure.kind, 'unauthorised');
    });
  });
}
