import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asMarkdown } from '../../../src/ui/text/asMarkdown';
import { plainText } from '../../../src/ui/text/plainText';

/** What Markdown makes of a backslash before punctuation. */
const unescaped = (markdown: string): string => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');

describe('asMarkdown', () => {
  it('leaves spaces as they are, so that lines break between words', () => {
    assert.equal(asMarkdown('No connection to the service'), 'No connection to the service');
  });

  it('takes the meaning from what Markdown would read as emphasis, a link, a list or HTML', () => {
    assert.equal(asMarkdown('**a** [b](c) <i>'), '\\*\\*a\\*\\* \\[b\\]\\(c\\) \\<i\\>');
    assert.equal(asMarkdown('1. - x'), '1\\. \\- x');
  });

  it('makes no link of an address, where backslashes would be part of it', () => {
    const address = 'https://bucket.example.com/file_1.mp4';
    assert.ok(!asMarkdown(address).includes('://'));
    assert.equal(unescaped(asMarkdown(address)), address);
  });

  it('shows what looks like an icon as text', () => {
    // The editor takes one backslash for itself, after Markdown.
    assert.equal(unescaped(asMarkdown('$(error) x')), '\\$(error) x');
    assert.equal(unescaped(asMarkdown('$(5 USD)')), '$(5 USD)');
  });

  it('makes one line of several', () => {
    assert.equal(asMarkdown(' one\n\n  two\t three '), 'one two three');
  });

  it('loses nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = plainText(text)
          .replace(/\$(?=\()/g, '')
          .replace(/\s+/g, ' ')
          .trim();
        assert.equal(unescaped(asMarkdown(plainText(text).replace(/\$(?=\()/g, ''))), plain);
      }),
    );
  });
});
