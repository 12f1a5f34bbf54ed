import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes this process fail to map the shared memory of a task list, as WSL's 9p and SMB do: folders take the places of the
 * files that SQLite maps. SQLite then says "unable to open database file"; on 9p it says "disk I/O error".
 */
export function denySharedMemory(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  for (const each of [file, `${file}.probe-${process.pid}`]) {
    mkdirSync(`${each}-shm`, { recursive: true });
  }
}
