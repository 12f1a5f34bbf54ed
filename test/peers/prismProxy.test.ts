import assert from 'node:assert/strict';
import type { Outcome } from '../../src/simulator/lifecycle';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { TaskState } from '../../src/tasks/task';
import { createManualClock, type ManualClock } from '../support/manualClock';
import { createTestAccount, type TestAccount, type TestAccountName } from '../support/testAccounts';
import { documents, startPrismProxy, type DocumentName, type Prism } from './prism';
import { createProduct, type Product } from './product';

/** How simulated tasks end, in the product's words. */
interface Expected {
  readonly account: TestAccountName;
  /** Ends that the document has a word for. */
  readonly ends: Partial<Record<Outcome, TaskState>>;
  /** One that it has none for; the page of Shoplazza allows every status. */
  readonly unlisted?: Outcome;
}

const expectations: Readonly<Record<DocumentName, Expected>> = {
  'huawei-dsc': {
    account: 'dsc-iam-token',
    ends: { succeeded: 'succeeded', partial: 'partial', failed: 'failed' },
    unlisted: 'timed-out',
  },
  'huawei-vod': {
    account: 'vod-iam-token',
    ends: { succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
    unlisted: 'unlisted-status',
  },
  'huawei-koodrive': {
    account: 'koodrive-token',
    ends: { succeeded: 'succeeded', failed: 'failed' },
    unlisted: 'unlisted-status',
  },
  shoplazza: { account: 'shoplazza-2022-01', ends: { succeeded: 'succeeded', partial: 'partial' } },
};

const minute = 60_000;

for (const name of documents) {
  const { account: accountName, ends, unlisted } = expectations[name];

  describe(`the simulator against the document of ${name}`, () => {
    let clock: ManualClock;
    let cloud: SimulatedCloud;
    let prism: Prism;
    let account: TestAccount;
    let product: Product;

    before(async () => {
      clock = createManualClock();
      cloud = createSimulatedCloud({ clock, unlimited: true });
      prism = await startPrismProxy(name, await cloud.start());
      account = createTestAccount(accountName, prism.origin);
      cloud.accounts.allow(account.account);
      product = createProduct(clock);
    });
    after(async () => {
      await prism.stop();
      await cloud.stop();
    });

    /** What the product reads through the proxy; where that is a failure, all about it. */
    async function stateOf(id: string): Promise<string> {
      const result = await product.task(account, id);
      return result.ok ? result.snapshot.state : JSON.stringify(result.failure);
    }
    const start = (outcome: Outcome): string =>
      cloud.addTask(account.service, { queuedMs: minute, runningMs: minute, outcome, files: 4 });

    for (const [outcome, state] of Object.entries(ends)) {
      it(`says what the document allows of a task that ends as ${outcome}, from its beginning on`, async () => {
        const id = start(outcome as Outcome);
        assert.match(await stateOf(id), /^(queued|running)$/);
        clock.advance(1.5 * minute);
        assert.equal(await stateOf(id), 'running');
        clock.advance(minute);
        assert.equal(await stateOf(id), state);
      });
    }

    if (unlisted) {
      it(`is caught when a task ends as ${unlisted}, of which the document knows nothing`, async () => {
        const id = start(unlisted);
        clock.advance(3 * minute);
        assert.match(await stateOf(id), /server-error/);
      });
    }
  });
}
