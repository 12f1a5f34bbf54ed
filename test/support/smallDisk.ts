import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disposable } from '../../src/base/lifecycle';

/** A real disk that can be filled and made read-only. Disposing it unmounts it. */
export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Makes it read-only: its files, and the folder. */
  makeReadOnly(): void;
}

/** Creates a disk of `kibibytes`; nothing where the system does not allow it, and file modes mean nothing to root. */
export function createSmallDisk(kibibytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const run = (command: string, ...options: string[]): void => {
    execFileSync(command, [...options, folder], { stdio: 'ignore' });
  };
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs');
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    makeReadOnly() {
      run('mount', '-o', 'remount,ro');
    },
    dispose() {
      // Lazily: a handle that is still open must not leave the disk behind.
      run('umount', '-l');
      rmSync(folder, { recursive: true });
    },
  };
}
