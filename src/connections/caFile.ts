import { homedir } from 'node:os';
import path from 'node:path';
import { message, type Message } from '../base/message';

/** Says what is wrong with a connection's `caFile`; nothing when it names a place. Whether a file is there is not looked at. */
export function checkCaFile(caFile: string): Message | undefined {
  return path.isAbsolute(resolveCaFile(caFile))
    ? undefined
    : message('"caFile" must be the full path of a file, or begin with ~/ for your home folder.');
}

/** The path that a connection's `caFile` stands for: a leading `~/` is this user's home folder. */
export function resolveCaFile(caFile: string): string {
  return /^~[/\\]/.test(caFile) ? path.join(homedir(), caFile.slice(2)) : caFile;
}
