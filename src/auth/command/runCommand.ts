import { execFile, type ExecFileException } from 'node:child_process';
import { homedir } from 'node:os';
import { message, type Message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { RequestError, type FailureKind } from '../../http/failure';
import { isHeaderValue } from '../headerValue';
import { toCommandWords } from './commandWords';

/** How long a command may run (ms). */
const timeoutMs = 30_000;

/** The most bytes that a command may print. */
const maxBytes = 64 * 1024;

/**
 * Runs a command that prints a token, in the user's home folder, where no workspace has put a program of the same name. Without a
 * shell where its words need none. What it prints besides the token is dropped, since it may be a secret.
 * @param line the command line, typed by the user
 * @throws RequestError with the step `sign-in`, when it does not print one token
 */
export async function runCommand(line: string, timeout = timeoutMs): Promise<string> {
  const words = process.platform === 'win32' ? undefined : toCommandWords(line);
  const [file = line, ...args] = words ?? [];
  const printed = await new Promise<string>((resolve, reject) => {
    const options = { cwd: homedir(), timeout, maxBuffer: maxBytes, windowsHide: true, shell: words === undefined };
    const child = execFile(file, args, { ...options, encoding: 'utf8' }, (error, stdout) => {
      if (error) {
        reject(toFailure(error));
      } else {
        resolve(stdout);
      }
    });
    child.stdin?.end();
  });
  const token = printed.trim();
  if (token === '' || /\s/.test(token) || !isHeaderValue(token)) {
    throw failed(
      'unauthorised',
      message('The command did not print one token and nothing else. Run it in a terminal.'),
    );
  }
  return token;
}

/** The message of the error would quote the command line, which is a secret. */
function toFailure(error: ExecFileException): RequestError {
  const code = String(error.code ?? '').slice(0, 40);
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return failed(
      'unauthorised',
      message('The command did not print one token and nothing else. Run it in a terminal.'),
    );
  }
  return error.killed
    ? failed('timeout', message('The command that prints a token did not end in time.'))
    : failed(
        'unauthorised',
        message('The command that prints a token failed ({0}). Run it in a terminal to see why.', code),
        code,
      );
}

function failed(kind: FailureKind, explanation: Message, code?: string): RequestError {
  return new RequestError(omitUndefined({ kind, step: 'sign-in' as const, explanation, code }));
}
