// Finds or installs the browser for VS Code's workbench.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { installDebianPackages } from './debian.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const FONTS = ['fonts-noto-cjk', 'fonts-dejavu-core', 'fonts-liberation'];

/** Arguments for local pages only: no sandbox, because it does not run as root, and no background work. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Returns Chromium or Chrome: the one that CHROMIUM names, else an installed one, else installs it if possible.
 * @returns {Promise<string>} the path of the executable
 */
export async function ensureChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (!isExecutable(CHROMIUM)) throw new Error(`CHROMIUM names ${CHROMIUM}, which cannot be started.`);
    return CHROMIUM;
  }
  const found = findChromium();
  if (found) return found;
  const purpose = 'The tests show VS Code in Chromium, and it was not found (or set CHROMIUM to its path)';
  await installDebianPackages(['chromium', ...FONTS], purpose);
  const installed = findChromium();
  if (!installed) throw new Error(`${purpose}.`);
  return installed;
}

function findChromium() {
  return FOLDERS.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
