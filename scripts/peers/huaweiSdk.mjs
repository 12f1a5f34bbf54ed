// Huawei's own SDK for Node.
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder } from '../host/cache.mjs';
import { installOnce, installPackages } from '../host/nodeBinary.mjs';

const CORE = '3.1.211';
const IAM = '3.1.172';
/** The core needs it and does not say so. */
const UUID = '9.0.1';

/** Installs the SDK into the cache, unless it is there. */
export async function ensureHuaweiSdk() {
  const folder = path.join(cacheFolder(), `huaweicloud-sdk-${CORE}-${IAM}`);
  await installOnce(folder, async (partial) => {
    console.log(`Installing Huawei's SDK ${CORE} (once)…`);
    const packages = [`@huaweicloud/huaweicloud-sdk-core@${CORE}`, `@huaweicloud/huaweicloud-sdk-iam@${IAM}`];
    await installPackages(partial, [...packages, `uuid@${UUID}`]);
  });
  return folder;
}

/**
 * Loads the SDK. Its types are not where this checkout could see them: `test/peers/huaweiSdk.ts` has those that it uses.
 * @returns {Promise<{ core: unknown, iam: unknown, client: unknown, signer: unknown }>} what its modules export
 */
export async function loadHuaweiSdk() {
  const load = /** @type {(id: string) => unknown} */ (
    createRequire(path.join(await ensureHuaweiSdk(), 'package.json'))
  );
  // As it loads, the SDK opens a log file in the current folder. Its logger is silent unless somebody configures it.
  Object.assign(/** @type {object} */ (load('log4js')), { configure: () => undefined });
  return {
    core: load('@huaweicloud/huaweicloud-sdk-core'),
    iam: load('@huaweicloud/huaweicloud-sdk-iam/v3/public-api'),
    client: load('@huaweicloud/huaweicloud-sdk-core/ClientBuilder'),
    signer: load('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner'),
  };
}
