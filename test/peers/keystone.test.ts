import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import type { RequestFailure } from '../../src/http/failure';
import { failureMessage } from '../../src/http/failureMessage';
import {
  callKeystone,
  furnishKeystone,
  signInAtKeystone,
  startKeystone,
  type Keystone,
  type KeystoneWorld,
} from './keystone';
import { startKeystoneStage, type KeystoneStage } from './keystoneStage';
import { createProduct, type Product } from './product';
import { createSetClock, type SetClock } from './setClock';

const day = 86_400_000;

describe('signing in at a real Keystone', () => {
  let keystone: Keystone;
  let world: KeystoneWorld;
  let stage: KeystoneStage;
  let clock: SetClock;
  let product: Product;

  before(async () => {
    keystone = await startKeystone();
    world = await furnishKeystone(keystone);
  });
  after(() => keystone.stop());

  /** What came of asking for a task, which cannot be its snapshot. */
  async function failure(account = stage.account(), id = stage.taskId): Promise<RequestFailure> {
    const result = await product.task(account, id);
    assert.ok(!result.ok);
    return result.failure;
  }
  const sentence = (met: RequestFailure): string => inEnglish(failureMessage(met));

  /** A token that the member got by other means. */
  function memberToken(): Promise<string> {
    const { member, domain, projectId } = world;
    return signInAtKeystone(keystone.lasting, { ...member, domain }, { project: { id: projectId } });
  }

  async function isRead(account = stage.account()): Promise<void> {
    const result = await product.task(account, stage.taskId);
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.snapshot.state, 'running');
  }

  describe('where tokens live for an hour', () => {
    before(async () => {
      stage = await startKeystoneStage(keystone.lasting, world);
    });
    beforeEach(() => {
      clock = createSetClock();
      product = createProduct(clock);
      stage.front.forget();
    });
    after(() => stage.stop());

    it('reads a task with a password and a project ID', async () => {
      await isRead();
      assert.equal(stage.signIns(), 1);
    });

    it('A1: finds the project of the region, for a user who may not list projects', async () => {
      const token = await memberToken();
      assert.equal((await callKeystone(keystone.lasting, 'GET', '/v3/projects', { token })).status, 403);
      await isRead(stage.account({ projectId: '' }));
      assert.equal(stage.front.count('GET', `/v1/${world.projectId}/watermark/embed/tasks/${stage.taskId}`), 1);
    });

    it('finds the project of the region for a token that was pasted', async () => {
      const token = await memberToken();
      await isRead(stage.account({ projectId: '' }, { kind: 'iam-token', token }));
      assert.equal(stage.front.count('GET', `/v1/${world.projectId}/watermark/embed/tasks/${stage.taskId}`), 1);
    });

    it('signs in once for eight tasks', async () => {
      const account = stage.account();
      const results = await Promise.all(Array.from({ length: 8 }, () => product.task(account, stage.taskId)));
      assert.ok(results.every(({ ok }) => ok));
      assert.equal(stage.signIns(), 1);
    });

    for (const end of ['/', '/v3', '/v3/']) {
      it(`A2: takes an address of the identity service that ends in ${end}`, async () => {
        await isRead(stage.account({ iamEndpoint: stage.front.origin + end }));
      });
    }

    it('A2: takes an address that leads nowhere for a fault of the connection, and not of the task', async () => {
      for (const projectId of [world.projectId, '']) {
        const met = await failure(stage.account({ projectId, iamEndpoint: `${stage.front.origin}/identity` }));
        assert.equal(met.kind, 'address');
        assert.doesNotMatch(sentence(met), /know this task/);
      }
    });

    it('A3: tries a wrong password once', async () => {
      const { domain, member } = world;
      const wrong = { kind: 'iam-password', domain, user: member.name, password: 'wrong' } as const;
      const met = await failure(stage.account({}, wrong));
      assert.equal(met.kind, 'unauthorised');
      assert.equal(stage.signIns(), 1);
      assert.match(sentence(met), /password/);
    });

    it('A4: names project and region as possible causes, for Keystone does not say which it was', async () => {
      for (const more of [{ projectId: '0a1b2c3d4e5f' }, { projectId: '', region: 'ap-southeast-1' }]) {
        const met = await failure(stage.account(more));
        assert.equal(met.kind, 'unauthorised');
        assert.match(sentence(met), /project/);
        assert.match(sentence(met), /region/);
      }
    });

    it('A4: asks a user with a second factor for the passcode', async () => {
      const { domain, guarded } = world;
      const password = { kind: 'iam-password', domain, user: guarded.name, password: guarded.password } as const;
      const account = stage.account({}, password);
      const met = await failure(account);
      assert.equal(met.kind, 'unauthorised');
      assert.match(sentence(met), /passcode/);
      assert.match(sentence(met), /The password is correct/);
      const passcode = { userId: guarded.id, passcode: world.passcode() };
      const result = await product.taskWithPasscode(account, passcode, stage.taskId);
      assert.ok(result.ok, JSON.stringify(result));
    });

    it('signs in anew when a token was revoked', async () => {
      await isRead();
      await stage.revokeLastToken();
      await isRead();
      assert.equal(stage.signIns(), 2);
    });
  });

  describe('where tokens live for 40 seconds', () => {
    before(async () => {
      stage = await startKeystoneStage(keystone.brief, world);
    });
    beforeEach(() => {
      clock = createSetClock();
      product = createProduct(clock);
      stage.front.forget();
    });
    after(() => stage.stop());

    it('B5: uses a token for nine tenths of its life', async () => {
      await isRead();
      await isRead();
      clock.set(30_000);
      await isRead();
      assert.equal(stage.signIns(), 1);
      clock.set(6_500);
      await isRead();
      assert.equal(stage.signIns(), 2);
    });

    for (const shift of [-day, day]) {
      it(`does so where this machine's clock is a day ${shift < 0 ? 'behind' : 'ahead'}`, async () => {
        clock.set(shift);
        await isRead();
        await isRead();
        assert.equal(stage.signIns(), 1);
        clock.set(36_500);
        await isRead();
        assert.equal(stage.signIns(), 2);
      });
    }
  });
});
