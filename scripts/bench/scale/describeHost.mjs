import { greatest, least } from '../rounds.mjs';
import { count, ms, size } from '../units.mjs';
import { connectionCount, runningCount, taskCount } from './sizes.mjs';

/** @typedef {import('../report.mjs').Section} Section */
/** @typedef {import('../host/measureHost.mjs').HostRuns} HostRuns */
/** @typedef {import('../host/measureHost.mjs').Results} Results */

const mebibyte = 2 ** 20;

/**
 * Describes the measurements in the extension host.
 * @param {HostRuns} runs
 * @returns {readonly Section[]}
 */
export function describeHost(runs) {
  return [describeTimes(runs), describeStretches(runs)];
}

/** @param {HostRuns} runs @returns {Section} */
function describeTimes({ idle, full, pruned }) {
  const drawn = greatest(full, (run) => run.drawnRows.count);
  const [ended, removed] = [endedCount(full), removedCount(pruned)];
  const row = (/** @type {string} */ name, /** @type {(run: Results['full']) => number} */ value, show = ms) =>
    rowOf(name, full, value, show);
  const fullOnly = (/** @type {string[]} */ cells) => [...cells, '', ''];
  /**
   * A row that also shows the extension without tasks.
   * @param {string} name
   * @param {(run: Results['full'] | Results['idle']) => number} value
   */
  const both = (name, value, show = ms) => [
    ...rowOf(name, full, value, show),
    ...rowOf(name, idle, value, show).slice(1),
  ];
  const used = (/** @type {Results['full']} */ run) => Math.max(run.memory.used, run.drawnMemory.used);
  const idleUsed = (/** @type {Results['idle']} */ run) => run.memory.used;
  const memory = greatest(full, used) - least(idle, idleUsed);
  const leastMemory = least(full, used) - greatest(idle, idleUsed);
  const arranged = 'filtered, grouped and sorted: first rows of the tree';
  const slowest = (/** @type {Results['full']} */ run) => greatest(run.arranged, (each) => each.ms);
  const asSoon = '`activate`, and the first rows of the tree when they are requested at once';
  return {
    title: `${count(taskCount)} tasks in the editor`,
    text: [
      `The whole product in the extension host of a real VS Code 1.139, its tree in sight: ${count(taskCount)} tracked tasks`,
      `of ${connectionCount} connections, of which ${count(runningCount)} are under way and all overdue; each connection has a simulated`,
      `cloud on loopback. The least and the greatest of ${full.length} new editors, and of ${idle.length} in which the same product has the same`,
      'connections but no task. The goals apply to the greatest. The benchmark itself requests the first rows as soon as',
      '`activate` is done, the tree from its root down to tasks; the editor requests them step by step, after delays of its',
      'browser and its server, which the columns of the idle extension show. The filtered tree is the slowest of five',
      'combinations of groups, orders and filters. Memory is the size of the heap and its buffers',
      'after a garbage collection. The default rate limit determines the duration of a poll cycle: for each connection, ten',
      'requests at once and then ten a second.',
    ].join('\n'),
    columns: ['what', 'least', 'greatest', 'idle, least', 'idle, greatest'],
    rows: [
      both('`activate`', (run) => run.activate),
      both(asSoon, (run) => run.firstRows),
      both('from `activate` to when the editor requests the tree', (run) => run.treeRequested),
      fullOnly(row('from `activate` to when the editor has rows of connections', (run) => run.handedConnection)),
      fullOnly(row('from `activate` to when the editor has rows of tasks', (run) => run.handedRow)),
      ...[
        row(
          `from \`activate\` to the first page of each connection (${count(drawn)} rows), while it polls`,
          (run) => run.drawnRows.ms,
        ),
        row(
          `from \`activate\` to the response for the last of ${count(runningCount)} overdue tasks`,
          (run) => run.cycle.ms,
        ),
        row('Refresh All, to the last response', (run) => run.refreshAll.ms),
        row(arranged, slowest),
        row(`Clear Finished, ${ended} tasks`, (run) => run.clear.ms),
        row('its Undo', (run) => run.undo.ms),
        row('`listTasks()` of the API', (run) => run.listTasks.ms),
        rowOf(`start a day after ${removed} tasks were removed, until they are purged`, pruned, (run) => run.ms, ms),
      ].map(fullOnly),
      both('memory in use, after the poll cycle', (run) => run.memory.used, size),
      fullOnly(row('memory in use, after all rows were drawn', (run) => run.drawnMemory.used, size)),
      fullOnly(['memory in use, above the idle extension', size(leastMemory), size(memory)]),
      fullOnly([
        'the same, per 1,000 tasks',
        ...[leastMemory, memory].map((bytes) => size((1000 * bytes) / taskCount)),
      ]),
      both('memory of the whole process, after the poll cycle', (run) => run.memory.resident, size),
    ],
    goals: [
      { text: asSoon, value: greatest(full, (run) => run.firstRows), most: 150, show: ms },
      { text: arranged, value: greatest(full, slowest), most: 150, show: ms },
      { text: 'memory in use, above the idle extension', value: memory, most: 40 * mebibyte, show: size },
    ],
  };
}

/** @param {HostRuns} runs @returns {Section} */
function describeStretches({ idle, full, pruned }) {
  const rows = count(greatest(full, (run) => run.allRows.result));
  const [ended, removed] = [endedCount(full), removedCount(pruned)];
  const counted = [
    longest('start to first rows', full, (run) => run.stretch),
    longest('poll cycle', full, (run) => run.cycle.stretch),
    longest('Refresh All', full, (run) => run.refreshAll.stretch),
    ...[
      longest('filter, group and sort the tree', full, longestArranged),
      longest(`all ${rows} rows of the tree, page by page`, full, (run) => run.allRows.stretch),
    ],
    longest(`Clear Finished, ${ended} tasks`, full, (run) => run.clear.stretch),
    longest('its Undo', full, (run) => run.undo.stretch),
    longest(`start a day after ${removed} tasks were removed`, pruned, (run) => run.stretch),
  ];
  const others = [
    longest('start without tasks, until the editor requests the tree', idle, (run) => run.stretch),
    longest('`listTasks()` of the API, synchronous by contract', full, (run) => run.listTasks.stretch),
  ];
  return {
    title: 'The longest stretches in the extension host',
    text: [
      'A stretch is one iteration of the event loop, with the work of the product and of the editor. The measurement ends half',
      'a second after the last response or change, when the views are up to date.',
      `Each value is the greatest of ${full.length} editors, in CPU time of the thread and by the clock. The goal applies to CPU time, because`,
      "the editor's browser and its server share the same cores and delay the thread.",
    ].join('\n'),
    columns: ['what', 'CPU time', 'by the clock'],
    rows: [...others, ...counted].map(({ name, cpu, wall }) => [name, ms(cpu), ms(wall)]),
    goals: counted.map(({ name, cpu }) => ({ text: `longest stretch: ${name}`, value: cpu, most: 30, show: ms })),
  };
}

/**
 * @template Run
 * @param {string} name
 * @param {readonly Run[]} runs
 * @param {(run: Run) => number} value
 * @param {(value: number) => string} show
 */
function rowOf(name, runs, value, show) {
  return [name, show(least(runs, value)), show(greatest(runs, value))];
}

/**
 * @template Run
 * @param {string} name
 * @param {readonly Run[]} runs
 * @param {(run: Run) => import('./stretch.mjs').Stretch} of
 */
function longest(name, runs, of) {
  return { name, cpu: greatest(runs, (run) => of(run).cpu), wall: greatest(runs, (run) => of(run).wall) };
}

/** @param {Results['full']} run @returns {import('./stretch.mjs').Stretch} */
function longestArranged({ arranged }) {
  return {
    cpu: greatest(arranged, ({ stretch }) => stretch.cpu),
    wall: greatest(arranged, ({ stretch }) => stretch.wall),
  };
}

/** Returns the number of ended tasks to clear. @param {HostRuns['full']} runs */
function endedCount(runs) {
  return count(greatest(runs, (run) => run.clear.result));
}

/** Returns the number of removed tasks to purge. @param {HostRuns['pruned']} runs */
function removedCount(runs) {
  return count(greatest(runs, (run) => run.result));
}
