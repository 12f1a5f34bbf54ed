// Huawei's own SDK for Node.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureNpmPackages } from './npmPackages.mjs';

const CORE = '3.1.211';
const IAM = '3.1.172';
/** The core needs it and does not say so. */
const UUID = '9.0.1';

/** Installs the SDK into the cache, unless it is there. */
export function ensureHuaweiSdk() {
  const packages = [`@huaweicloud/huaweicloud-sdk-core@${CORE}`, `@huaweicloud/huaweicloud-sdk-iam@${IAM}`];
  return ensureNpmPackages(`huaweicloud-sdk-${CORE}-${IAM}`, [...packages, `uuid@${UUID}`]);
}

/**
 * Loads the SDK. Its packages are no modules, and have no types that this checkout could see.
 * @returns {Promise<{ core: any, iam: any, ClientBuilder: any, AKSKSigner: any }>} what they export
 */
export async function loadHuaweiSdk() {
  const load = createRequire(path.join(await ensureHuaweiSdk(), 'package.json'));
  // As it loads, the SDK opens a log file in the current folder. Unless somebody configures its logger, that is silent.
  load('log4js').configure = () => undefined;
  return {
    core: load('@huaweicloud/huaweicloud-sdk-core'),
    iam: load('@huaweicloud/huaweicloud-sdk-iam/v3/public-api'),
    ...load('@huaweicloud/huaweicloud-sdk-core/ClientBuilder'),
    ...load('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner'),
  };
}
