import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toShellWord } from '../../../src/auth/curl/shellWord';
import { curlCallsIn } from '../../support/shell';

describe('toShellWord', () => {
  it('makes one word of any text, in which the shell reads nothing', async () => {
    const nasty = [
      '',
      "'",
      "''",
      `"$HOME"`,
      '$(id)',
      '`id`',
      'a\\',
      '\\',
      '!!',
      '* ? [a]',
      '~',
      '#',
      'a\nb',
      '-x',
      'é中\u{1f600}',
    ];
    const some = fc.sample(fc.string({ unit: fc.constantFrom(...Array.from(`'"\\$\`!*#~&|;<>() \n\tab`)) }), 200);
    const texts = [...nasty, ...some];
    const [args] = await curlCallsIn(`curl ${texts.map((text) => toShellWord(text)).join(' ')}`);
    assert.deepEqual(args, texts);
  });

  it('lets the shell put in variables and output, and still makes one word', async () => {
    const word = toShellWord("it's $", { variable: 'TOKEN' }, ' and ', { command: 'printf "a  b"' });
    const [args] = await curlCallsIn(`curl ${word}`, { TOKEN: `x  y' "$(id)" *` });
    assert.deepEqual(args, [`it's $x  y' "$(id)" * and a  b`]);
  });

  it('refuses a zero byte, which would cut the word off', () => {
    assert.throws(() => toShellWord('a\0b'), /zero byte/);
  });
});
