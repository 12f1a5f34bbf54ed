import { stringify, type Options } from 'csv-stringify/sync';
import type { ExportRecord } from './records';

/** The formats of an export. */
export const exportFormats = ['csv', 'json'] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** Writes records page by page, so that no page takes long. Call `page` in order, then `end` once. */
export interface RecordWriter {
  page(records: readonly ExportRecord[]): string;
  end(): string;
}

/** What {@link createRecordWriter} writes. */
export interface WriterOptions {
  readonly format: ExportFormat;
  readonly columns: readonly string[];
  /** Whether CSV begins with a byte order mark, without which Excel does not read UTF-8. JSON never has one (RFC 8259, 8.1). */
  readonly hasByteOrderMark: boolean;
}

/**
 * Creates the writer of a format. JSON is a list of objects without the empty cells. CSV follows RFC 4180, and no spreadsheet takes
 * a text for a formula.
 */
export function createRecordWriter({ format, columns, hasByteOrderMark }: WriterOptions): RecordWriter {
  return format === 'csv' ? createCsvWriter(columns, hasByteOrderMark) : createJsonWriter();
}

/**
 * `escape_formulas` puts an apostrophe before a text that begins with = + - @, their full-width forms, tab or carriage return
 * (https://owasp.org/www-community/attacks/CSV_Injection). OWASP also names the line feed, and spreadsheets skip blanks and what
 * they cannot show.
 */
const hiddenFormula = /^(\n|[\s\p{Cc}\p{Cf}]+[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

const csvOptions: Options = {
  escape_formulas: true,
  // The record delimiter is CR LF, and a lone LF in a text that is not quoted would end the record, too.
  quoted_string: true,
  record_delimiter: 'windows',
  cast: {
    string: (text) => (hiddenFormula.test(text) ? `'${text}` : text),
    // A negative number is no formula.
    number: (value) => (value < 0 ? { value: String(value), escape_formulas: false } : String(value)),
    boolean: String,
  },
};

function createCsvWriter(columns: readonly string[], hasByteOrderMark: boolean): RecordWriter {
  let isFirst = true;
  const page = (records: readonly ExportRecord[]): string => {
    const start = { header: isFirst, bom: isFirst && hasByteOrderMark };
    isFirst = false;
    return stringify([...records], { ...csvOptions, columns: [...columns], ...start });
  };
  // Without records there is still the line with the names of the columns.
  return { page, end: () => (isFirst ? page([]) : '') };
}

function createJsonWriter(): RecordWriter {
  let before = '[\n';
  return {
    page(records) {
      // A line of JSON ends with a line feed only: U+2028 may stand in a text.
      const texts = records.map((record) => `  ${JSON.stringify(record, undefined, 2).replaceAll('\n', '\n  ')}`);
      const text = texts.length === 0 ? '' : before + texts.join(',\n');
      before = texts.length === 0 ? before : ',\n';
      return text;
    },
    end: () => (before === '[\n' ? '[]\n' : '\n]\n'),
  };
}
