import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asMarkdown, markdownIcon } from '../../../src/ui/text/asMarkdown';
import { documentName, documentText } from '../../../src/ui/text/documentText';
import { iconText, promptText, statusBarSpeech, statusBarText } from '../../../src/ui/text/iconText';
import { messageText } from '../../../src/ui/text/messageText';
import { plainRow } from '../../../src/ui/text/plainRow';
import { plainText } from '../../../src/ui/text/plainText';
import { truncate, truncateMiddle } from '../../../src/ui/text/truncate';

// As in the workbench of VS Code 1.106 and 1.139: linkedText.ts and iconLabels.ts.
const linkPattern = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const iconPattern = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;

/** What people see of a label in which VS Code draws icons. */
function drawn(label: string): string {
  return label.replace(iconPattern, (_, escaped: string | undefined, name: string) =>
    escaped ? `$(${name})` : `<${name}>`,
  );
}

const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

/** Texts made of what VS Code reads, and of anything else. */
const foreign = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '](',
        '](command:a.b)',
        'command:',
        '$(',
        '$(date)',
        '\\',
        ')',
        '\u202e',
        '\u0000',
        '\n',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('text of others', () => {
  it('T1, E3: is no link in a message', () => {
    assert.equal(messageText('[Open the report](command:x.y) failed'), '[Open the report] (command:x.y) failed');
    fc.assert(fc.property(foreign, (text) => messageText(text).match(linkPattern) === null));
  });

  it('E3: is no icon in the status bar and in pickers, and is shown as it is', () => {
    assert.equal(drawn(iconText('backup-$(date).zip')), 'backup-$(date).zip');
    fc.assert(
      fc.property(foreign, (text) => {
        assert.equal(drawn(iconText(text)), plainText(text));
      }),
    );
    const parts = [{ icon: 'sync~spin', text: '$(date)' }, { text: 'paused' }];
    assert.equal(drawn(statusBarText(parts)), '<sync~spin> $(date)  paused');
    assert.equal(statusBarSpeech(parts), '$(date), paused');
  });

  it('E3: is neither link nor icon in the prompt of an input box', () => {
    const text = promptText('[a](command:b) $(date)');
    assert.equal(text.match(linkPattern), null);
    assert.equal(drawn(text), '[a] (command:b) $(date)');
  });

  it('E3: has no control, bidirectional or invisible characters, wherever it is shown', () => {
    const borders = [plainText, messageText, iconText, promptText, asMarkdown, documentName];
    fc.assert(
      fc.property(foreign, (text) => {
        for (const border of borders) {
          assert.doesNotMatch(border(text), unwanted, border.name);
        }
      }),
    );
    assert.equal(plainText('a\r\nb\u202ec\u200bd'), 'a bcd');
    assert.equal(plainText('👩‍💻'), '👩‍💻', 'joiners of emoji stay');
  });

  it('E3: has them in no text of a row', () => {
    const row = plainRow({
      label: 'a\u202eb',
      description: 'c\u0007d',
      tooltip: 'e\u2028f',
      accessibilityInformation: { label: 'g\u200bh', role: 'treeitem' },
    });
    assert.deepEqual(row, {
      label: 'ab',
      description: 'c d',
      tooltip: 'e f',
      accessibilityInformation: { label: 'gh', role: 'treeitem' },
    });
  });

  it('E3: is escaped in a document, which stays the same JSON', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const document = documentText({ [text]: text });
        assert.doesNotMatch(document.replaceAll('\n', ''), unwanted);
        assert.deepEqual(Object.entries(JSON.parse(document) as object), [[text, text]]);
      }),
    );
    assert.equal(documentText(undefined), '');
  });

  it('E14: is cut between two characters that people see', () => {
    const family = '👨‍👩‍👧‍👦';
    assert.equal(truncate(family.repeat(4), 3), `${family}${family}…`);
    assert.equal(truncate('e\u0301'.repeat(3), 3), 'e\u0301'.repeat(3));
    assert.equal(truncateMiddle(`${family}abcdef${family}`, 6, 1, 1), `${family}…${family}`);
    assert.equal(documentName('😀'.repeat(100)), `${'😀'.repeat(79)}…`);
    assert.equal(documentName('a\ud83d'), 'a\ufffd');
  });

  it('cannot get into the name of an icon', () => {
    assert.equal(markdownIcon('sync~spin'), '$(sync~spin) ');
    assert.equal(markdownIcon('x) [y](command:z'), '$(xycommandz) ');
  });
});
