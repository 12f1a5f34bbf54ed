import { homedir } from 'node:os';
import path from 'node:path';
import { message, type Message } from '../base/message';

/** Checks a connection's `caFile`. Returns undefined for a full path, whether or not a file is there. */
export function checkCaFile(caFile: string): Message | undefined {
  return path.isAbsolute(resolveCaFile(caFile))
    ? undefined
    : message('"caFile" must be the full path of a file, or begin with ~/ for your home folder.');
}

/** Resolves a connection's `caFile`: a leading `~/` is the user's home folder. */
export function resolveCaFile(caFile: string): string {
  return /^~[/\\]/.test(caFile) ? path.join(homedir(), caFile.slice(2)) : caFile;
}
