import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRecordWriter, type ExportFormat } from '../../../src/tasks/export/recordFormat';
import type { Cell, ExportRecord } from '../../../src/tasks/export/records';

const columns = ['a', 'b', 'c'];
/** What may make a spreadsheet calculate, quote or break a line. */
const troublesome = fc.constantFrom(
  ...[
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    '\uff1d',
    '\uff0b',
    '\uff0d',
    '\uff20',
    ' ',
    '\u00a0',
    '"',
    ',',
    ';',
    "'",
    '\r\n',
  ],
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.oneof(troublesome, fc.string()), { maxLength: 6 }).map((parts) => parts.join('')),
);
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(undefined),
);
const record: fc.Arbitrary<ExportRecord> = fc.record({ a: cell, b: cell, c: cell });
const pages = fc.array(fc.array(record, { maxLength: 4 }), { maxLength: 4 });

function written(format: ExportFormat, some: readonly (readonly ExportRecord[])[], hasByteOrderMark = true): string {
  const writer = createRecordWriter({ format, columns, hasByteOrderMark });
  return some.map((page) => writer.page(page)).join('') + writer.end();
}

/** Parses CSV as RFC 4180 describes it. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [];
  const form = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of csv.matchAll(form)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  const length = [...csv.matchAll(form)].reduce((sum, [all]) => sum + all.length, 0);
  assert.equal(length, csv.length, `not CSV: ${JSON.stringify(csv)}`);
  return rows;
}

describe('the writer of records', () => {
  it('writes no CSV cell that a spreadsheet takes for a formula, and keeps every text', () => {
    fc.assert(
      fc.property(pages, (some) => {
        const [header, ...rows] = parseCsv(written('csv', some).slice(1));
        assert.deepEqual(header, columns);
        const records = some.flat();
        assert.equal(rows.length, records.length);
        rows.forEach((row, index) => {
          row.forEach((shown, at) => {
            const value = records[index]?.[columns[at] ?? ''];
            if (typeof value === 'string') {
              assert.doesNotMatch(shown, /^(\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/);
              assert.ok(shown === value || shown === `'${value}`, JSON.stringify([value, shown]));
            } else {
              assert.equal(shown, value === undefined ? '' : String(value));
            }
          });
        });
      }),
    );
  });

  it('escapes what may be calculated, in either width, and no other text and no number', () => {
    const cells = [
      '=1+1',
      '＝1',
      '+1',
      '＋1',
      '-1',
      '－1',
      '@x',
      '＠x',
      '\tx',
      '\rx',
      '\nx',
      ' =1',
      '\u0000=1',
      '\u200b@x',
      '1-1',
      'a=b',
      "'=1",
    ];
    const rows = parseCsv(written('csv', [cells.map((a) => ({ a, b: -1.5, c: '' }))], false));
    assert.deepEqual(
      rows.slice(1).map(([a]) => a),
      [...cells.slice(0, 14).map((each) => `'${each}`), ...cells.slice(14)],
    );
    assert.ok(rows.slice(1).every(([, b]) => b === '-1.5'));
  });

  it('begins CSV with a byte order mark where it is a file, and names the columns of an empty list', () => {
    assert.equal(written('csv', [], true), '\ufeff"a","b","c"\r\n');
    assert.equal(written('csv', [[]], false), '"a","b","c"\r\n');
    assert.ok(!written('json', [[{ a: 1 }]], true).startsWith('\ufeff'));
  });

  it('writes JSON of all pages as one list, without the empty cells', () => {
    fc.assert(
      fc.property(pages, (some) => {
        const parsed: unknown = JSON.parse(written('json', some));
        assert.deepEqual(parsed, JSON.parse(JSON.stringify(some.flat())));
      }),
    );
    assert.equal(
      written('json', [[], [{ a: 1 }], [{ b: 'x' }]]),
      '[\n  {\n    "a": 1\n  },\n  {\n    "b": "x"\n  }\n]\n',
    );
    assert.equal(written('json', []), '[]\n');
    const separated = { a: 'one\u2028two\u2029three' };
    assert.deepEqual(JSON.parse(written('json', [[separated]])), [separated]);
  });
});
