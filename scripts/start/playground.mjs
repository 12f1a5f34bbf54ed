// A simulated cloud for `npm start`, with accounts of every kind for the wizards, and copies of it that fail.
import { loadProduct } from '../bench/loadProduct.mjs';

/** @typedef {import('../../src/simulator/simulatedCloud.ts').SimulatedCloud} Cloud */
/** @typedef {import('../../src/simulator/simulatedTask.ts').SimulatedService} Service */
/** @typedef {import('../../src/simulator/lifecycle.ts').Outcome} Outcome */

/**
 * @typedef {object} Simulator the exports of the product that are used here
 * @property {typeof import('../../src/simulator/simulatedCloud.ts').createSimulatedCloud} createSimulatedCloud
 * @property {typeof import('../../src/simulator/simulatedTask.ts').simulatedServices} simulatedServices
 * @property {typeof import('../../src/base/clock.ts').systemClock} systemClock
 */

const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const userId = '1505084218764547200';
const key = { kind: 'aksk', accessKey: 'PLAYKEY00001', secretKey: 'play-secret-key', projectId };
const temporaryKey = { ...key, accessKey: 'PLAYKEY00002', securityToken: 'play-security-token' };
const token = { kind: 'iam-token', token: 'play-iam-token', projectId };
const user = { kind: 'iam-user', domain: 'company', user: 'operator', password: 'play-password', projectId };
const totp = { userId: 'careful-user-id', passcode: '123456' };
const careful = { ...user, user: 'careful', totp };
const app = { kind: 'koodrive-app', appId: '180000000000000001', appSecret: 'play-app-secret', userId };
const driveToken = { kind: 'koodrive-token', token: 'Bearer+play-drive-token' };
const shop = { kind: 'access-token', token: 'play-shop-token' };

const accounts = /** @type {import('../../src/simulator/accounts.ts').SimulatedAccount[]} */ ([
  ...[key, temporaryKey, token, user, careful, app, driveToken, shop],
]);

/** @type {readonly { readonly says: string, readonly fault: import('../../src/simulator/fault.ts').Fault }[]} */
const failures = [
  { says: '503, and Retry-After', fault: { kind: 'status', status: 503, headers: { 'retry-after': '20' } } },
  { says: '429, too many requests', fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } },
  { says: 'the page of a login or a proxy', fault: { kind: 'html' } },
  { says: 'a redirect to another host', fault: { kind: 'redirect', location: 'https://login.example.com/' } },
  { says: 'JSON of another API', fault: { kind: 'other-shape' } },
  { says: 'nothing', fault: { kind: 'hang' } },
];

/** @type {readonly (readonly [Outcome, number])[]} */
const plans = [
  ['succeeded', 90_000],
  ['partial', 180_000],
  ['failed', 240_000],
  ['stuck', 600_000],
];

/**
 * Starts the clouds.
 * @returns {Promise<{ readonly text: string, readonly stop: () => Promise<void> }>} what to enter where, for the terminal
 */
export async function startPlayground() {
  /** @type {Simulator} */
  const { createSimulatedCloud, simulatedServices, systemClock } = await loadProduct('playground', {
    createSimulatedCloud: 'src/simulator/simulatedCloud.ts',
    simulatedServices: 'src/simulator/simulatedTask.ts',
    systemClock: 'src/base/clock.ts',
  });
  const start = async () => {
    /** @type {Cloud} */
    const cloud = createSimulatedCloud({ clock: systemClock });
    accounts.forEach((account) => {
      cloud.accounts.allow(account);
    });
    return { cloud, origin: await cloud.start() };
  };
  const good = await start();
  const ids = Object.fromEntries(
    simulatedServices.map((/** @type {Service} */ service) => [
      service,
      plans.map(([outcome, runningMs]) =>
        good.cloud.addTask(service, { queuedMs: 5_000, runningMs, outcome, files: 40 }),
      ),
    ]),
  );
  const bad = await Promise.all(
    failures.map(async ({ says, fault }) => {
      const { cloud, origin } = await start();
      cloud.inject(fault);
      return { cloud, line: `${origin}  ${says}` };
    }),
  );
  return {
    text: describePlayground(
      good.origin,
      ids,
      bad.map(({ line }) => line),
    ),
    stop: async () => {
      await Promise.all([good.cloud, ...bad.map(({ cloud }) => cloud)].map((cloud) => cloud.stop()));
    },
  };
}

/**
 * @param {string} origin
 * @param {Record<string, string[]>} ids
 * @param {readonly string[]} bad
 */
function describePlayground(origin, ids, bad) {
  const tasks = (/** @type {Service} */ service) => ids[service]?.join(' ') ?? '';
  return `
To try Add Connection by hand: a second simulated cloud answers at ${origin}
Enter that as the custom endpoint, for IAM users also as the custom IAM endpoint.

  Huawei Cloud DSC and VOD   region cn-north-4 · project ID ${projectId}, or empty to have it looked up
    access key               ${key.accessKey} · ${key.secretKey}
    temporary access key     ${temporaryKey.accessKey} · ${key.secretKey} · security token ${temporaryKey.securityToken}
    IAM user                 account ${user.domain} · user ${user.user} · ${user.password}
    IAM user with MFA        account ${user.domain} · user ${careful.user} · ${user.password} · then user ID ${totp.userId}, passcode ${totp.passcode}
    IAM token                ${token.token}
    tasks                    DSC ${tasks('dsc')}
                             VOD ${tasks('vod')}
  Huawei Cloud KooDrive      user ID ${userId}
    app                      ${app.appId} · ${app.appSecret}
    access token             ${driveToken.token}
    tasks                    ${tasks('koodrive')}
  Shoplazza                  shop lamps · any API version
    access token             ${shop.token}
    tasks                    ${tasks('shoplazza')}

The tasks of each service end as succeeded, partly failed, failed and never, in this order; VOD and KooDrive know no task that fails in
part, so that theirs succeeds. A wrong secret is rejected; the fifth locks its key for five minutes. These endpoints fail; they answer with:

${bad.map((line) => `  ${line}`).join('\n')}
`;
}
