// Installs packages on Debian and its derivatives, if this user may.
import { isAvailable, runQuietly } from './command.mjs';

/**
 * Installs Debian packages, as root or with a sudo that needs no password.
 * @param {string[]} packages
 * @param {string} purpose why they are needed, for the message to users who must install them by hand
 */
export async function installDebianPackages(packages, purpose) {
  const byHand = `${purpose}. Install it by hand, for example with: sudo apt-get install ${packages.join(' ')}`;
  if (!(await isAvailable('apt-get'))) throw new Error(byHand);
  const prefix = await administratorPrefix();
  if (!prefix) throw new Error(byHand);
  console.log(`Installing ${packages.join(', ')} (once)…`);
  const [command, ...args] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  try {
    await runQuietly(command, [...args, 'update']);
    await runQuietly(command, [...args, 'install', '--yes', '--no-install-recommends', ...packages]);
  } catch (error) {
    throw new Error(byHand, { cause: error });
  }
}

/** @returns {Promise<string[] | undefined>} the prefix that runs a command as root; undefined if that is impossible */
async function administratorPrefix() {
  if (process.getuid?.() === 0) return [];
  return runQuietly('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}
