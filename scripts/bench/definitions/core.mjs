// Measures definitions without the editor, in the Node version of VS Code.
import { serveParent } from '../childProcess.mjs';
import { loadProduct } from '../loadProduct.mjs';
import { responseOf } from './responses.mjs';

/**
 * @type {Pick<typeof import('../../../src/providers/definitions/providerFromDefinition.ts'), 'providerFromDefinition'>
 *   & Pick<typeof import('../../../src/providers/definitions/expressions/expression.ts'), 'compileExpression'>
 *   & Pick<typeof import('../../../src/http/shortenJson.ts'), 'shortenJson'>}
 */
const product = await loadProduct('definitions', {
  providerFromDefinition: 'src/providers/definitions/providerFromDefinition.ts',
  compileExpression: 'src/providers/definitions/expressions/expression.ts',
  shortenJson: 'src/http/shortenJson.ts',
});

/** Most of what a definition can say, so that parsing costs as much as it can. */
const definition = {
  id: 'bench',
  request: 'https://api.example.com/v1/jobs/{id}',
  root: 'data',
  state: 'conclusion || status',
  progress: { completed: ['counts.created', 'counts.updated'], failed: 'counts.failed', total: 'counts.total' },
  name: 'name',
  createdAt: 'created_at',
  endedAt: 'completed_at || failed_at',
  error: { message: 'error.message', code: 'error.code' },
  items: { from: 'files', source: 'name', target: 'path', link: 'url', state: 'status', reason: 'error' },
};

const actions = { parse, evaluate };
serveParent(actions);

/** @typedef {typeof actions} DefinitionActions */

/**
 * Parses a response as often as `rounds` says, after as many times to warm up. Returns the median (ms) and the number of files.
 * @param {{ bytes: number, rounds: number }} options
 */
function parse({ bytes, rounds }) {
  const made = product.providerFromDefinition(definition);
  if (!('provider' in made)) throw new Error(JSON.stringify(made.mistakes));
  const body = shortened(responseOf(bytes));
  const response = { status: 200, headers: {}, body, sentAt: 0, receivedAt: 0 };
  let items = 0;
  const run = () => {
    const result = made.provider.parse(response, '7');
    items = result.ok ? result.snapshot.items.length : -1;
  };
  const median = medianOf(rounds, run);
  if (items < 1) throw new Error('Nothing was read.');
  return { median, items, bytes: body.length };
}

/**
 * Evaluates an expression once, as a poll does. Returns how long it took (ms), or nothing where the check refuses it.
 * @param {{ expression: string, bytes: number }} options
 */
function evaluate({ expression, bytes }) {
  const compiled = product.compileExpression(expression);
  if (!compiled.ok) return undefined;
  /** @type {unknown} */
  const value = JSON.parse(responseOf(bytes));
  return timeOf(() => {
    compiled.expression.find(value);
  });
}

/** What the HTTP client leaves of a large text. @param {string} text */
function shortened(text) {
  const work = product.shortenJson(text);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value.text;
  }
}

/** The time on a core (ms), so that other programs of the machine do not count. @param {() => void} run */
function timeOf(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** @param {number} rounds @param {() => void} run */
function medianOf(rounds, run) {
  for (let round = 0; round < rounds; round++) run();
  const times = Array.from({ length: rounds }, () => timeOf(run)).sort((one, other) => one - other);
  return times[Math.floor(rounds / 2)] ?? 0;
}
