import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explain } from '../../../../src/providers/definitions/explain';
import { followUps } from '../../../../src/providers/definitions/guess/followUp';
import { candidatesFor, findingFor, guess, toDefinition } from '../../../../src/providers/definitions/guess/guess';
import { guessKeys } from '../../../../src/providers/definitions/guess/finding';
import { readPasted } from '../../../../src/providers/definitions/paste/readPasted';
import { answer } from '../../responses';
import { mistakesOf } from '../definitions';
import { pastedRequest } from '../pasted';

const identity = { id: 'guessed', label: 'Guessed', credentials: ['bearer'] } as const;

/** JSON with the names and values that guesses look for. */
const telling = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, 0, 1, 0.5, 42, 1795160000, '2026-11-20T08:00:00Z', 'running', 'DONE', '', 'x y', true, false),
    fc.string(),
    fc.webUrl(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        ...[
          'status',
          'state',
          'job-status',
          'progress',
          'total',
          'completed',
          'failed',
          'created_at',
          'ended_at',
          'id',
        ],
        ...['name', 'output', 'results', 'error', 'done', 'result', 'ok', 'data', 'kind', 'html_url', 'success_list'],
        ...['failure_list', 'conclusion', 'building', 'Response', 'metadata'],
      ),
      fc.string(),
    ),
    tie('value'),
    { maxKeys: 6 },
  ),
})).object;

describe('guessing', () => {
  const { sent } = pastedRequest('https://api.example.com/v1/jobs/4f9a1c7e2b6d');

  it('never throws, and what it makes has no mistakes but a missing state', () => {
    const bodies = fc.oneof(telling, fc.jsonValue({ maxDepth: 5 }));
    fc.assert(
      fc.property(bodies, fc.constantFrom(200, 202, 204), (body, status) => {
        const response = answer(body, status);
        const found = guess({ request: sent, response });
        const definition = toDefinition(found, identity);
        assert.deepEqual(
          mistakesOf(definition).filter((mistake) => !mistake.startsWith('/state: Add the key')),
          [],
        );
        explain(definition, response, 'x');
        followUps(sent.url, response);
        for (const key of guessKeys) {
          const [leaf] = candidatesFor(key, found);
          if (leaf) {
            const chosen = toDefinition(found, identity, { findings: { [key]: findingFor(key, leaf, found) } });
            assert.deepEqual(mistakesOf({ state: 'x', ...chosen }), []);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws for a body that is no JSON', () => {
    for (const body of ['', '<html>', '[', '[['.repeat(20_000) + ']]'.repeat(20_000), 'null', '3', '"x"']) {
      const found = guess({ request: sent, response: answer(body) });
      toDefinition(found, identity);
      followUps(sent.url, answer(body));
    }
  });
});

describe('a pasted command', () => {
  const token = fc.stringMatching(/^[A-Za-z][0-9][A-Za-z0-9]{26,40}$/);
  const places: readonly ((token: string) => string)[] = [
    (text) => `-H 'Authorization: Bearer ${text}'`,
    (text) => `-H "authorization: ${text}"`,
    (text) => `-H 'Authorization: Key ${text}'`,
    (text) => `-H 'Authorization: Basic ${Buffer.from(`user:${text}`).toString('base64')}'`,
    (text) => `-H 'X-Api-Key: ${text}'`,
    (text) => `-H 'X-Anything: ${text}'`,
    (text) => `-H 'Cookie: a=b; session=${text}'`,
    (text) => `-b 'session=${text}'`,
    (text) => `-u 'user:${text}'`,
    (text) => `-u user:${text}`,
    (text) => `--oauth2-bearer ${text}`,
    (text) => `-H $'PRIVATE-TOKEN: ${text}'`,
    (text) => `-H X-Token:${text}`,
    (text) => `--json '{"id":"job-1234567","api_key":"${text}"}'`,
    (text) => `-d 'id=job-1234567&secret=${text}'`,
    (text) => `-d 'id=job-1234567&anything=${text}'`,
  ];

  it('leaves no token in the definition, wherever it stands', () => {
    fc.assert(
      fc.property(
        token,
        fc.subarray([...places], { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (secret, at, isQuery) => {
          const query = isQuery ? `?access_token=${secret}&x=1` : '';
          const options = at.map((place) => place(secret)).join(' ');
          const pasted = readPasted(`curl ${options} 'https://api.example.com/v1/jobs/job-1234567${query}'`);
          if (pasted.kind !== 'request') {
            // Two bodies of different forms make none.
            return;
          }
          const response = answer({
            id: 'job-1234567',
            status: 'running',
            html_url: 'https://example.com/job-1234567',
          });
          const found = guess({ request: pasted.sent, response });
          const definition = JSON.stringify(toDefinition(found, { ...identity, credentials: [pasted.secret.defined] }));
          assert.ok(!definition.includes(secret), definition);
          assert.ok(!definition.includes(Buffer.from(`user:${secret}`).toString('base64').slice(0, 20)), definition);
          assert.ok(!JSON.stringify(pasted.sent).includes(secret));
          assert.ok(!pasted.whole.url.includes(secret));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('never throws, whatever is pasted', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          'curl',
          ' -H ',
          "'",
          '"',
          '\\',
          '$',
          "$'",
          '-X',
          ' --data ',
          '^',
          '`',
          '\n',
          'https://a.example/',
          ' ',
        ),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        readPasted(parts.join(''));
        readPasted(`curl ${parts.join('')}`);
        readPasted(`Invoke-RestMethod ${parts.join('')}`);
      }),
    );
  });
});
