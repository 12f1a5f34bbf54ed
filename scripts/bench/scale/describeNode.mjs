import { greatest, least } from '../rounds.mjs';
import { count, ms, size } from '../units.mjs';
import { runningCount, taskCount } from './sizes.mjs';

/**
 * Describes the measurements in plain Node.
 * @param {object} measured
 * @param {{ opening: number, recording: number, page: number, counts: number }} measured.store medians, ms
 * @param {number} measured.bytes of the file
 * @param {readonly { ms: number, stretch: import('./stretch.mjs').Stretch }[]} measured.cycles
 * @returns {import('../report.mjs').Section}
 */
export function describeNode({ store, bytes, cycles }) {
  return {
    title: `${count(taskCount)} tasks without the editor`,
    text: [
      `The same tasks in plain Node, in the version of VS Code. Medians; the poll cycle is the least of ${cycles.length}, its longest`,
      'stretch the greatest.',
    ].join('\n'),
    columns: ['what', 'measured'],
    rows: [
      ['the file', size(bytes)],
      ['open the store', ms(store.opening)],
      ['one transaction: write one response and fire the event', ms(store.recording)],
      ["read a page of a connection's tasks, 201 rows", ms(store.page)],
      ['count all tasks by connection and state', ms(store.counts)],
      [`a poll cycle of ${count(runningCount)} due tasks`, ms(least(cycles, (run) => run.ms))],
      ['longest stretch: poll cycle, CPU time', ms(greatest(cycles, (run) => run.stretch.cpu))],
      ['longest stretch: poll cycle, by the clock', ms(greatest(cycles, (run) => run.stretch.wall))],
    ],
    goals: [],
  };
}
