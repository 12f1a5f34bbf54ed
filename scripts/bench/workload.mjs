// Simulated tasks. Their durations are random, and not all of them report progress.
import { createRandom, normal } from './random.mjs';

/**
 * @typedef {object} SimulatedTask
 * @property {'linear' | 'bursty' | 'silent'} kind
 * @property {number} duration ms until the task succeeds or fails
 * @property {boolean} failed whether the task fails
 * @property {readonly number[]} earlier durations (ms) of the connection's earlier tasks, oldest first
 * @property {(ageMs: number) => { state: 'queued' | 'running' | 'succeeded' | 'failed', percent?: number }} at returns the
 *   response of the service at this age
 */

/** @type {readonly SimulatedTask['kind'][]} */
const kinds = ['linear', 'bursty', 'silent'];
const shortestMs = 20_000;
const longestMs = 6 * 3_600_000;
/** Half of all tasks take less than this: the middle of the range on a logarithmic scale, 11 minutes. */
const medianMs = Math.sqrt(shortestMs * longestMs);
/**
 * Standard deviations of the logarithm. Together they are 1.4, so that the range covers 2.5 deviations on either side.
 * Connections differ more than the tasks of one connection.
 */
const spread = { connections: 1.2, tasks: 0.72 };
const tasksPerConnection = 20;
const failureRate = 0.05;
const queueingRate = 1 / 3;
/** The largest share of its duration that a task is queued. */
const maxQueuedShare = 0.3;
/** How many of the connection's last durations a task knows. */
const maxEarlier = 30;

/**
 * @param {number} seed
 * @param {number} connections the number of connections, with 20 tasks each; a multiple of six
 * @returns {SimulatedTask[]}
 */
export function createWorkload(seed, connections) {
  const random = createRandom(seed);
  return Array.from({ length: connections / 2 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'silent';
    const deviation = spread.connections * normal(random);
    // Each slow connection has a fast counterpart, which makes seeds comparable.
    return [deviation, -deviation].map((each) => createTasks(kind, Math.log(medianMs) + each, random));
  }).flat(2);
}

/**
 * Creates the tasks of one connection.
 * @param {SimulatedTask['kind']} kind
 * @param {number} usual logarithm of their usual duration
 * @param {() => number} random
 */
function createTasks(kind, usual, random) {
  /** @type {number[]} */
  const durations = [];
  return Array.from({ length: tasksPerConnection }, () => {
    const task = createTask(kind, usual, durations.slice(-maxEarlier), random);
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
  const failed = random() < failureRate;
  const duration = failed ? Math.max(whole * random(), Math.min(shortestMs, whole)) : whole;
  const startedAt = random() < queueingRate ? random() * maxQueuedShare * duration : 0;
  const part = kind === 'silent' ? undefined : kind === 'linear' ? linear(random) : bursty(random);
  const at = (/** @type {number} */ age) => {
    if (age >= duration) return /** @type {const} */ ({ state: failed ? 'failed' : 'succeeded' });
    if (age < startedAt) return /** @type {const} */ ({ state: 'queued' });
    const percent = part && { percent: 100 * part((age - startedAt) / (whole - startedAt)) };
    return /** @type {const} */ ({ state: 'running', ...percent });
  };
  return { kind, duration, failed, earlier, at };
}

/** Returns a log-normal duration. Draws again when it is out of bounds, at most 20 times. */
function durationAround(/** @type {number} */ usual, /** @type {() => number} */ random) {
  for (let tries = 0; tries < 20; tries++) {
    const duration = Math.exp(usual + spread.tasks * normal(random));
    if (duration >= shortestMs && duration <= longestMs) return duration;
  }
  return Math.min(Math.max(Math.exp(usual), shortestMs), longestMs);
}

/** Steady progress in a random number of items: few items make large steps. */
function linear(/** @type {() => number} */ random) {
  const items = Math.round(5 * 400 ** random());
  return (/** @type {number} */ part) => Math.floor(items * part) / items;
}

/** Progress in a few leaps of random sizes at random times. */
function bursty(/** @type {() => number} */ random) {
  const leaps = 3 + Math.floor(27 * random());
  const times = Array.from({ length: leaps }, random).sort((one, other) => one - other);
  // The last leap is the end.
  const sizes = Array.from({ length: leaps + 1 }, () => -Math.log(1 - random()));
  const whole = sizes.reduce((sum, size) => sum + size);
  return (/** @type {number} */ part) =>
    sizes.reduce((sum, size, index) => ((times[index] ?? 1) <= part ? sum + size : sum), 0) / whole;
}
