import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { runCommand } from '../../../src/auth/command/runCommand';
import { toCommandWords } from '../../../src/auth/command/commandWords';
import { CommandTokens } from '../../../src/auth/command/commandTokens';
import { failureMessage } from '../../../src/http/failureMessage';
import { RequestError, type RequestFailure } from '../../../src/http/failure';
import { inEnglish } from '../../../src/base/message';
import { createManualClock } from '../../support/manualClock';
import { markedSecret } from '../../support/markedSecret';

const node = process.execPath;
const secret = markedSecret('command');

async function failureOf(line: string, timeout?: number): Promise<RequestFailure> {
  try {
    await runCommand(line, timeout);
  } catch (error) {
    assert.ok(error instanceof RequestError);
    assert.equal(error.failure.step, 'sign-in');
    assert.ok(!JSON.stringify(error.failure).includes(secret), 'the command line is a secret');
    return error.failure;
  }
  return assert.fail('It printed a token.');
}

describe('a command that prints a token', () => {
  it('runs in the home folder, with its words as they are', async () => {
    assert.equal(await runCommand(`${node} -p "process.cwd()"`), homedir());
    assert.equal(await runCommand(`${node} -p 'process.argv[1]' -- "a-b"`), 'a-b');
  });

  it('runs in a shell where it needs one', async () => {
    assert.equal(await runCommand(`echo abc | tr a-z A-Z`), 'ABC');
  });

  it('that prints no token, or more, says so', async () => {
    for (const text of ['', 'two words', 'a\\nb', '\\u4e2d']) {
      assert.match(
        inEnglish(failureMessage(await failureOf(`${node} -e 'process.stdout.write("${text}")' -- ${secret}`))),
        /did not print one token/,
      );
    }
    assert.equal((await failureOf(`${node} -e 'console.log("x".repeat(99999))' -- ${secret}`)).kind, 'unauthorised');
  });

  it('that fails says what to do, without what it printed', async () => {
    const script = `console.error("${secret}"); process.exit(3)`;
    const failure = await failureOf(`${node} -e '${script}'`);
    assert.deepEqual([failure.kind, failure.code], ['unauthorised', '3']);
    assert.match(inEnglish(failureMessage(failure)), /failed \(3\)\. Run it in a terminal/);
    assert.equal((await failureOf(`no-such-program-here ${secret}`)).code, 'ENOENT');
  });

  it('that does not end is ended', async () => {
    assert.equal((await failureOf(`${node} -e 'setInterval(() => 0, 1000)' -- ${secret}`, 200)).kind, 'timeout');
  });
});

describe('the words of a command line', () => {
  it('are those between blanks, and texts in quotes', () => {
    assert.deepEqual(toCommandWords(` gcloud auth print-access-token --account="me@example.com" 'a b' `), [
      ...['gcloud', 'auth', 'print-access-token', '--account=me@example.com', 'a b'],
    ]);
  });

  for (const line of [
    'a | b',
    'a; b',
    'a $B',
    'a `b`',
    'a "$(b)"',
    'a > b',
    'a *',
    '~/a',
    'A=1 b',
    `a 'b`,
    'a "b',
    'a \\b',
  ]) {
    it(`are the shell’s to find in ${line}`, () => {
      assert.equal(toCommandWords(line), undefined);
    });
  }
});

describe('tokens of commands', () => {
  it('are shared, kept for a while, and never got in a workspace that is not trusted', async () => {
    const clock = createManualClock();
    let runs = 0;
    let isTrusted = true;
    const tokens = new CommandTokens(
      clock,
      () => Promise.resolve(`token-${(runs += 1)}`),
      () => isTrusted,
    );
    assert.deepEqual(await Promise.all([tokens.token('a'), tokens.token('a')]), ['token-1', 'token-1']);
    await tokens.forget('a', 'token-1');
    assert.equal(await tokens.token('a'), 'token-2');
    clock.advance(11 * 60_000);
    isTrusted = false;
    await assert.rejects(tokens.token('a'), (error) => {
      assert.ok(error instanceof RequestError);
      return /trusted workspaces only/.test(inEnglish(failureMessage(error.failure)));
    });
    assert.equal(runs, 2);
  });
});
