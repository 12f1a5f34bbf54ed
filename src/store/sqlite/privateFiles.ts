import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Takes the rights of all other users from the folder of a task list and from its files: responses hold signed links and
 * names. Creates what is missing. SQLite gives its other files the rights of the main file.
 *
 * Never throws: where rights cannot be changed, as on some network drives, the folder's owner has other means.
 */
export function keepPrivate(file: string): void {
  const folder = dirname(file);
  const tried = [
    () => {
      closeSync(openSync(file, 'a', 0o600));
    },
    () => {
      withdraw(folder);
    },
    () => {
      const files = readdirSync(folder).filter((name) => name.startsWith(basename(file)));
      files.forEach((name) => {
        withdraw(join(folder, name));
      });
    },
  ];
  for (const attempt of tried) {
    try {
      attempt();
    } catch {
      // Opening the file reports what matters.
    }
  }
}

function withdraw(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o077) !== 0) {
    chmodSync(path, mode & 0o700);
  }
}

/**
 * Creates a folder for this user alone, with those above it.
 * @throws the file system's error
 */
export function createFolder(folder: string): void {
  // Not `recursive`: Node then loops forever where the system denies that an existing folder exists, as in /proc.
  if (existsSync(folder)) {
    return;
  }
  createFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another window may have created it meanwhile.
    if (!existsSync(folder)) {
      throw error;
    }
  }
}
