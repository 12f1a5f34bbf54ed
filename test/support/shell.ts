import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs lines in the machine's POSIX shell and returns what they print. @param env all that is in their environment */
export async function runInShell(lines: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run('sh', ['-c', lines], { env, encoding: 'utf8' });
  return stdout;
}

/**
 * Runs lines in a shell whose `curl` only notes what it was called with.
 * @returns the arguments of each call
 */
export async function curlCallsIn(lines: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[][]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-curl-'));
  try {
    const curl = path.join(folder, 'curl');
    await writeFile(curl, '#!/bin/sh\nfor each in "$@"; do printf "%s\\036" "$each"; done; printf "\\035"\n');
    await chmod(curl, 0o755);
    const printed = await runInShell(lines, { ...env, PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` });
    const calls = printed.split('\u001d').slice(0, -1);
    return calls.map((call) => call.split('\u001e').slice(0, -1));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
