// Installs packages of Debian and its relatives, where this user may do so.
import { isAvailable, runQuietly } from './command.mjs';

/**
 * Installs Debian packages, as root or with a sudo that asks for no password.
 * @param {string[]} packages
 * @param {string} purpose what they are for, as the message to someone who must install them by hand names it
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

/** @returns {Promise<string[] | undefined>} what to write before a command to run it as root, if that is possible */
async function administratorPrefix() {
  if (process.getuid?.() === 0) return [];
  return runQuietly('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}
