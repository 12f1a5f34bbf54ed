// Tasks as services run them: nobody knows beforehand how long they take, and not all of them say how far they are.
import { createRandom, normal } from './random.mjs';

/**
 * @typedef {object} SimulatedTask
 * @property {'linear' | 'bursty' | 'silent'} kind
 * @property {number} duration ms until it ends, however it ends
 * @property {boolean} failed whether it ends with a failure
 * @property {readonly number[]} earlier how long the connection's tasks before it took, ms, oldest first
 * @property {(age: number) => { state: 'queued' | 'running' | 'succeeded' | 'failed', percent?: number }} at what the
 *   service answers at this age, ms
 */

/** @type {readonly SimulatedTask['kind'][]} */
const kinds = ['linear', 'bursty', 'silent'];
const shortest = 20_000;
const longest = 6 * 3_600_000;
/** Half of all tasks take less than this: the middle of the range on a logarithmic scale, 11 minutes. */
const median = Math.sqrt(shortest * longest);
/**
 * Deviations of the logarithm. Together 1.4, so that the range is 2.5 of them to either side; connections differ by
 * more than the tasks of one.
 */
const spread = { connections: 1.2, tasks: 0.72 };
const tasksPerConnection = 20;
const failing = 0.05;
const queueing = 1 / 3;
/** The longest part of its time that a task waits in the queue. */
const longestQueue = 0.3;
/** How many of its connection's last tasks a task knows. */
const remembered = 30;

/**
 * @param {number} seed
 * @param {number} connections with 20 tasks each; a multiple of six, one after the other
 * @returns {SimulatedTask[]}
 */
export function createWorkload(seed, connections) {
  const random = createRandom(seed);
  return Array.from({ length: connections / 2 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'silent';
    const deviation = spread.connections * normal(random);
    // Each slow connection has a fast counterpart, so that one seed is much like another.
    return [deviation, -deviation].map((each) => createTasks(kind, Math.log(median) + each, random));
  }).flat(2);
}

/**
 * The tasks of one connection.
 * @param {SimulatedTask['kind']} kind
 * @param {number} usual logarithm of their usual duration
 * @param {() => number} random
 */
function createTasks(kind, usual, random) {
  /** @type {number[]} */
  const durations = [];
  return Array.from({ length: tasksPerConnection }, () => {
    const task = createTask(kind, usual, durations.slice(-remembered), random);
    durations.push(task.duration);
    return task;
  });
}

/**
 * @param {SimulatedTask['kind']} kind
 * @param {number} usual logarithm of the connection's usual duration
 * @param {readonly number[]} earlier
 * @param {() => number} random
 * @returns {SimulatedTask}
 */
function createTask(kind, usual, earlier, random) {
  const whole = durationAround(usual, random);
  const failed = random() < failing;
  const duration = failed ? Math.max(whole * random(), Math.min(shortest, whole)) : whole;
  const startedAt = random() < queueing ? random() * longestQueue * duration : 0;
  const part = kind === 'silent' ? undefined : kind === 'linear' ? linear(random) : bursty(random);
  const at = (/** @type {number} */ age) => {
    if (age >= duration) return /** @type {const} */ ({ state: failed ? 'failed' : 'succeeded' });
    if (age < startedAt) return /** @type {const} */ ({ state: 'queued' });
    const percent = part && { percent: 100 * part((age - startedAt) / (whole - startedAt)) };
    return /** @type {const} */ ({ state: 'running', ...percent });
  };
  return { kind, duration, failed, earlier, at };
}

/** A log-normal duration; what falls out of the bounds is drawn anew, as long as there is hope. */
function durationAround(/** @type {number} */ usual, /** @type {() => number} */ random) {
  for (let tries = 0; tries < 20; tries++) {
    const duration = Math.exp(usual + spread.tasks * normal(random));
    if (duration >= shortest && duration <= longest) return duration;
  }
  return Math.min(Math.max(Math.exp(usual), shortest), longest);
}

/** Steady, in some number of items: a small batch moves in large steps. */
function linear(/** @type {() => number} */ random) {
  const items = Math.round(5 * 400 ** random());
  return (/** @type {number} */ part) => Math.floor(items * part) / items;
}

/** A few leaps of different sizes at any time. */
function bursty(/** @type {() => number} */ random) {
  const leaps = 3 + Math.floor(27 * random());
  const times = Array.from({ length: leaps }, random).sort((one, other) => one - other);
  // The last of it comes with the end.
  const sizes = Array.from({ length: leaps + 1 }, () => -Math.log(1 - random()));
  const whole = sizes.reduce((sum, size) => sum + size);
  return (/** @type {number} */ part) =>
    sizes.reduce((sum, size, index) => ((times[index] ?? 1) <= part ? sum + size : sum), 0) / whole;
}
