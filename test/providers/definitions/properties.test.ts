import assert from 'node:assert/strict';
import fc from 'fast-check';
import { search } from 'jmespath';
import { compileExpression } from '../../../src/providers/definitions/expressions/expression';
import { providerFromDefinition } from '../../../src/providers/definitions/providerFromDefinition';
import { answer, connectionTo, failureOf } from '../responses';
import { definitionExamples } from './examples';
import { providerOf } from './definitions';

/** Templates with a placeholder in each place where a value may stand. */
const templates = [
  'https://api.example.com/jobs/{id}',
  'https://{region}.api.example.com/v1/{projectId}/jobs/{id}',
  'https://api.example.com/v1/{+id}:status',
  'https://api.example.com/jobs?job={id}&shop={shop}',
  '{endpoint}/a/{shop}-x/jobs/{id}',
];

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    '..',
    '.',
    '../../x',
    'a/../b',
    '%2e%2e',
    '//evil.example',
    'a@b',
    'x#y',
    'x?y=z',
    'a\\b',
    'a;b',
    ':8080',
    '@',
    '{id}',
    'a&b=c',
  ),
);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

const shape = (url: string) => {
  const { origin, username, pathname, searchParams, hash } = new URL(url);
  return { origin, username, segments: pathname.split('/').length, names: [...searchParams.keys()], hash };
};

describe('templates', () => {
  for (const template of templates) {
    const provider = providerOf({ id: 'x', request: template, state: 'state' });
    const isGreedy = template.includes('{+id}');
    const connection = (fields: Readonly<Record<string, string>>) =>
      connectionTo('x', { endpoint: 'https://host.example/base', region: 'r1', ...fields });

    it(`keep every value in its place: ${template}`, () => {
      const usual = shape(provider.request(connection({ projectId: 'p', shop: 's' }), 'id').url);
      fc.assert(
        fc.property(hostile, hostile, hostile, (id, projectId, shop) => {
          let url;
          try {
            ({ url } = provider.request(connection({ projectId, shop }), id));
          } catch {
            return;
          }
          const found = shape(url);
          const more = isGreedy ? id.split('/').length - 1 : 0;
          assert.deepEqual({ ...found, segments: found.segments - more }, usual);
          assert.equal(new URL(url).href, url);
        }),
        { numRuns: 2_000 },
      );
    });

    it(`are read backwards to the same values: ${template}`, () => {
      fc.assert(
        fc.property(hostile, label, hostile, label, (id, region, projectId, shop) => {
          const fields = Object.fromEntries(
            Object.entries({ region, projectId, shop, endpoint: 'https://host.example/base' }).filter(([name]) =>
              template.includes(`{${name}}`),
            ),
          );
          let url;
          try {
            ({ url } = provider.request(connection(fields), id));
          } catch {
            return;
          }
          if (provider.validateId?.(id) === undefined && id.isWellFormed()) {
            assert.deepEqual(provider.recognize?.(`curl -H 'a: b' '${url}'`), { id, fields });
          }
        }),
        { numRuns: 2_000 },
      );
    });
  }

  it('refuse a value in a host that is more than one word', () => {
    const provider = providerOf({ id: 'x', request: 'https://{region}.example.com/{id}', state: 'state' });
    for (const region of ['evil.example/', 'a.b', 'a@b', 'a:1', '-', 'a-', 'ａ', '%61', '']) {
      assert.throws(() => provider.request(connectionTo('x', { region }), 'id'), region);
    }
  });
});

describe('parse of a definition', () => {
  for (const { sample, definition, id } of definitionExamples) {
    it(`never throws, whatever the service sends: ${sample}`, () => {
      const provider = providerOf({ ...definition, root: undefined });
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(200, 204, 302, 401, 404, 500), (body, status) => {
          provider.parse(answer(body, status), id);
          provider.list?.parse(answer(body, status));
        }),
      );
      for (const body of ['', '[', 'text', '<html>', '[['.repeat(20_000) + ']]'.repeat(20_000)]) {
        provider.parse(answer(body), id);
      }
    });
  }

  it('never calls a response with a known word unexpected', () => {
    const provider = providerOf({ id: 'x', request: 'https://x.example/{id}', state: 'status', items: 'items' });
    const words = fc.constantFrom('RUNNING', 'task_state_failed', 'done', '排队中', true, 'Completed');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), words, (others, status) => {
        const result = provider.parse(answer({ ...others, status }), 'id');
        assert.ok(result.ok && result.snapshot.state !== 'unknown');
      }),
    );
  });
});

describe('hostile definitions', () => {
  it('are refused, and never throw', () => {
    const value = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withObjectString: true });
    fc.assert(
      fc.property(value, (definition) => {
        assert.ok('mistakes' in providerFromDefinition(definition));
      }),
    );
    const cyclic: Record<string, unknown> = { id: 'x' };
    cyclic['self'] = cyclic;
    const throwing = {
      get id() {
        throw new Error('no');
      },
    };
    for (const definition of [cyclic, throwing, { id: 'x', label: 'x'.repeat(100_000) }]) {
      assert.ok('mistakes' in providerFromDefinition(definition));
    }
  });

  it('tell every mistake of any change to a good one', () => {
    const [{ definition }] = definitionExamples as unknown as [{ definition: Record<string, unknown> }];
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(definition)), fc.jsonValue(), (key, value) => {
        const made = providerFromDefinition({ ...definition, [key]: value });
        assert.ok('provider' in made || made.mistakes.every(({ pointer }) => pointer.startsWith(`/${key}`)));
      }),
    );
  });
});

describe('expressions', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      name,
      fc.constantFrom('@', "'x'", '`1`', '*', 'a.b', 'a[0]', 'a[1:]', 'a[::-1]', '[]', 'a[*].b', "a[?b=='x'].c"),
      fc
        .tuple(tie('tree'), tie('tree'), fc.constantFrom('||', '&&', '==', '!=', '|'))
        .map(([one, other, by]) => `(${one}) ${by} (${other})`),
      tie('tree').map((one) => `!(${one})`),
      fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `[${one}, ${other}]`),
      fc.tuple(name, tie('tree')).map(([key, one]) => `{${key}: ${one}}`),
      fc
        .tuple(
          fc.constantFrom(
            'length',
            'keys',
            'to_string',
            'type',
            'to_array',
            'sort',
            'max',
            'sum',
            'values',
            'reverse',
            'not_null',
          ),
          tie('tree'),
        )
        .map(([called, one]) => `${called}(${one})`),
      fc.tuple(tie('tree'), name).map(([one, key]) => `sort_by(${one}, &${key})`),
      tie('tree').map((one) => `contains(${one}, 'x')`),
    ),
  }));
  const leaf = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, '', 'x', 'y');
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('data'), { maxLength: 3 }),
      fc.dictionary(name, tie('data'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  // Left out is what the package does otherwise than the specification: texts compared with <, '' as a number, and the like.
  it('find what the package’s own interpreter finds', () => {
    fc.assert(
      fc.property(tree, data, (text, value) => {
        const compiled = compileExpression(text);
        if (!compiled.ok) {
          return;
        }
        let expected: unknown;
        try {
          expected = search(value, text) ?? undefined;
        } catch {
          expected = undefined;
        }
        assert.deepEqual(compiled.expression.find(value), expected, text);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reach nothing but JSON', () => {
    for (const text of [
      'constructor',
      '__proto__',
      'toString',
      'a.constructor',
      '[constructor, __proto__][?@]',
      'a.b.length',
    ]) {
      const compiled = compileExpression(text);
      const found = compiled.ok ? compiled.expression.find({ a: { b: 'text' } }) : undefined;
      assert.ok(found === undefined || (Array.isArray(found) && found.length === 0), text);
    }
    const made = JSON.parse(
      '{"f": {"jmespathType": "Expref", "type": "Field", "name": "a"}, "l": [{"a": 1}]}',
    ) as unknown;
    assert.equal(compileExpression('map(f, l)').ok, false);
    assert.ok(made);
  });

  it('are refused when they would take too long or make too much', () => {
    const chain = Array(30).fill('[@,@]').join('|');
    for (const text of [
      chain,
      '[@,@,@,@,@,@,@,@,@]',
      'a'.repeat(1_001),
      `${'['.repeat(41)}a${']'.repeat(41)}`,
      `a${'.b'.repeat(300)}`,
      'foo(a)',
      "join(@, ['a'])",
      'a[?',
      'a.',
      '&a',
      'sort_by(a, b)',
      'length()',
      '',
    ]) {
      assert.equal(compileExpression(text).ok, false, text);
    }
  });

  it('stop when a response is larger than they can go through', () => {
    const numbers = Array.from({ length: 500_000 }, (_, index) => index % 7);
    const compiled = compileExpression('[?@ == `1` || @ == `2` || @ == `3` || @ == `4`]');
    assert.ok(compiled.ok);
    assert.equal(compiled.expression.find(numbers), undefined);
    assert.equal((compiled.expression.find(numbers.slice(0, 70)) as unknown[]).length, 40);
  });
});

describe('credentials of a definition', () => {
  it('never go to another host for an id', () => {
    const provider = providerOf({
      id: 'x',
      request: 'https://a.example/{id}',
      state: 's',
      statusCodes: { '401': 'failed' },
    });
    assert.equal(failureOf(provider.parse(answer({}, 403), 'i')).kind, 'forbidden');
    for (const host of ['{id}', '{page}']) {
      const made = providerFromDefinition({ id: 'x', request: `https://${host}.example/x/{id}`, state: 's' });
      assert.ok('mistakes' in made);
    }
  });
});
