// Measures what definitions of providers cost: reading a response, and the most expensive expressions.
import { startChild } from '../childProcess.mjs';
import { count, ms, size } from '../units.mjs';

/** @type {typeof startChild<import('./core.mjs').DefinitionActions>} */
const startCore = startChild;

const kibibyte = 1024;
const mebibyte = 2 ** 20;
/** The HTTP client reads 8 MiB, and shortens what is longer than 2 MiB. */
const largest = 8 * mebibyte;

/** Expressions that pass the check and make as much of a response as they can; those that it refuses are not measured. */
const expensive = [
  'data.files[].[@, @, @]',
  'data.files[*].[name, [path, [url, [status]]]]',
  'sort_by(data.files, &name)[*].[name, path]',
  "data.files[?contains(to_string(@), 'x')]",
  'data.files[?sort(keys(@)) == sort(keys(@))]',
  'to_string([@, @, @, @, @, @, @, @])',
  'reverse(sort(data.files[].url))',
  'data.files[*].[values(@), keys(@), to_string(@)][]',
  'length(to_string(data.files[].[@, @])) > `1` && to_string(data)',
  'max_by(data.files, &size).name || min_by(data.files, &size).name',
];

/** @returns {Promise<import('../report.mjs').Section>} */
export async function measureDefinitions() {
  const core = await startCore(import.meta.resolve('./core.mjs'));
  try {
    const usual = await core.call('parse', { bytes: 100 * kibibyte, rounds: 200 });
    const whole = await core.call('parse', { bytes: largest, rounds: 20 });
    /** @type {{ expression: string, time: number }[]} */
    const times = [];
    for (const expression of expensive) {
      const time = await core.call('evaluate', { expression, bytes: mebibyte });
      if (time !== undefined) times.push({ expression, time });
    }
    times.sort((one, other) => other.time - one.time);
    const [slowest] = times;
    if (!slowest) throw new Error('The check refuses every expression.');
    return {
      title: 'Definitions',
      text: `A definition that names all that it can reads a task with a list of files. A response is at most ${size(largest)}, of which
the HTTP client leaves what a window can read at once. Times on a core; medians. Each of ${count(times.length)} expressions that pass the check is
evaluated once on ${size(mebibyte)}, without anything to warm up; the slowest is \`${slowest.expression.replaceAll('|', '\\|')}\`.`,
      columns: ['reading', 'size', 'files', 'time'],
      rows: [
        ['a response', `${(usual.bytes / kibibyte).toFixed(0)} KiB`, count(usual.items), ms(usual.median)],
        ['the largest response', size(whole.bytes), count(whole.items), ms(whole.median)],
        ['the slowest expression', size(mebibyte), '–', ms(slowest.time)],
      ],
      goals: [
        { text: 'a response of 100 KiB', value: usual.median, most: 2, show: ms },
        { text: 'the largest response', value: whole.median, most: 100, show: ms },
        { text: 'the slowest expression', value: slowest.time, most: 200, show: ms },
      ],
    };
  } finally {
    await core.end();
  }
}
