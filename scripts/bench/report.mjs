import { cpus, totalmem, type, arch } from 'node:os';
import { percent } from './units.mjs';

/**
 * @typedef {object} Goal
 * @property {string} text the measured quantity
 * @property {number} value
 * @property {number} most the largest value that meets the goal
 * @property {(value: number) => string} [show] formats the value; as a percentage when left out
 *
 * @typedef {object} Section one section of the report
 * @property {string} title
 * @property {string} text what is measured, and how
 * @property {readonly string[]} columns
 * @property {readonly (readonly string[])[]} rows
 * @property {readonly Goal[]} goals
 */

/** @param {Goal} goal */
export function isMet({ value, most }) {
  return value <= most;
}

/**
 * Returns the report as Markdown, with unaligned tables.
 * @param {readonly Section[]} sections
 */
export function toMarkdown(sections) {
  return [
    '# Benchmarks',
    '`npm run bench` writes this file. It needs no network and fails when a goal is missed.',
    `Measured on ${machine()}.`,
    ...sections.flatMap(({ title, text, columns, rows, goals }) => [
      `## ${title}`,
      text,
      table(columns, rows),
      ...(goals.length > 0 ? [table(['goal', 'at most', 'measured', ''], goals.map(goalRow))] : []),
    ]),
  ].join('\n\n');
}

/** @param {Goal} goal */
function goalRow(goal) {
  const { text, most, value, show = percent } = goal;
  return [text, show(most), show(value), isMet(goal) ? 'met' : '**missed**'];
}

/**
 * @param {readonly string[]} columns
 * @param {readonly (readonly string[])[]} rows
 */
function table(columns, rows) {
  // All columns except the first contain numbers.
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [columns, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function machine() {
  const cores = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${cores[0]?.model.trim() ?? 'an unnamed CPU'}, ${cores.length} cores, ${memory} GiB, ${type()} ${arch()}, Node ${process.version}`;
}
