import assert from 'node:assert/strict';
import fc from 'fast-check';
import { credentialKinds } from '../../src/auth/credentialKinds';
import { inEnglish, message, type Message } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { parseConnections } from '../../src/connections/parseConnections';

const fine = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: 'aksk' };
const other = { ...fine, id: 'other' };
const accept = (): undefined => undefined;
/** What the providers of these tests ask for; others are not installed. */
const installed = new Map([
  ['huawei-dsc', ['region', 'projectId']],
  ['shop', ['shop', 'api-version', 'endpoint']],
]);
const fieldKeys = (provider: string): readonly string[] | undefined => installed.get(provider);
const parse = (setting: unknown, check: (connection: Connection) => Message | undefined = accept) => {
  const { connections, problems } = parseConnections(setting, { fieldKeys, check });
  return { connections, problems: problems.map((problem) => ({ ...problem, message: inEnglish(problem.message) })) };
};

describe('parseConnections', () => {
  it('reads what people write, without the blanks deps it', () => {
    const { connections, problems } = parse([{ ...fine, id: ' works ', region: 'cn-north-4 ', projectId: 'p1' }]);
    assert.deepEqual(connections, [{ ...fine, region: 'cn-north-4', projectId: 'p1' }]);
    assert.deepEqual(problems, []);
  });

  it('calls a connection without a name by its id', () => {
    const { name, ...nameless } = fine;
    assert.equal(parse([nameless]).connections[0]?.name, 'works');
  });

  it('takes every kind of credentials that there is', () => {
    const { problems } = parse(credentialKinds.map((kind) => ({ ...fine, id: kind, credentials: kind })));
    assert.deepEqual(problems, []);
  });

  it('has nothing to say of a setting that is not there', () => {
    assert.deepEqual(parse(undefined), { connections: [], problems: [] });
    assert.deepEqual(parse([]), { connections: [], problems: [] });
  });

  for (const setting of [null, {}, 'works', 7, { works: fine }]) {
    it(`wants a list, not ${JSON.stringify(setting)}`, () => {
      assert.deepEqual(parse(setting), {
        connections: [],
        problems: [{ index: 0, message: 'The setting cloudTasks.connections must be a list of connections.' }],
      });
    });
  }

  const needed = 'Entry 2 of cloudTasks.connections must be an object with id, provider and credentials.';
  const field = (name: string): string => `Entry 2 of cloudTasks.connections: "${name}" is missing or not valid.`;
  const malformed: readonly (readonly [entry: unknown, problem: string])[] = [
    [null, needed],
    ['works', needed],
    [7, needed],
    [{}, field('id')],
    [{ ...fine, id: '  ' }, field('id')],
    [{ ...fine, id: 7 }, field('id')],
    [{ ...fine, id: 'x', provider: undefined }, field('provider')],
    [{ ...fine, id: 'x', provider: ['huawei-dsc'] }, field('provider')],
    [{ ...fine, id: 'x', credentials: 'password' }, field('credentials')],
    [{ ...fine, id: 'x', credentials: { kind: 'aksk' } }, field('credentials')],
    [{ ...fine, id: 'x', name: 7 }, field('name')],
    [{ ...fine, id: 'x', region: '' }, field('region')],
    [{ ...fine, id: 'x', endpoint: false }, field('endpoint')],
    [{ ...fine, id: 'x', projectId: 12345 }, field('projectId')],
    [{ ...fine, id: 'x', iamEndpoint: null }, field('iamEndpoint')],
    [{ ...fine, id: 'x', caFile: ['/a.pem'] }, field('caFile')],
  ];
  for (const [entry, problem] of malformed) {
    it(`says one thing about ${JSON.stringify(entry)}, and leaves the others`, () => {
      const { connections, problems } = parse([fine, entry, other]);
      assert.deepEqual(connections, [fine, other]);
      assert.deepEqual(problems, [{ index: 1, message: problem }]);
    });
  }

  it('keeps the first of two connections with the same id', () => {
    const { connections, problems } = parse([fine, { ...fine, name: 'Again', id: ' works' }, other]);
    assert.deepEqual(connections, [fine, other]);
    assert.deepEqual(problems, [{ index: 1, name: 'Again', message: 'Another connection has the same id.' }]);
  });

  it('keeps a certificate file with a full path, and refuses one whose folder is not known', () => {
    const { connections, problems } = parse([
      { ...fine, caFile: ' ~/company.pem ' },
      { ...other, caFile: 'company.pem' },
    ]);
    assert.deepEqual(connections, [{ ...fine, caFile: '~/company.pem' }]);
    assert.match(problems[0]?.message ?? '', /"caFile" must be the full path/);
  });

  it('says what the provider finds wrong, by the connection’s name', () => {
    const { connections, problems } = parse([fine, other], ({ id }) =>
      id === 'works' ? message('"{0}" is missing.', 'region') : undefined,
    );
    assert.deepEqual(connections, [other]);
    assert.deepEqual(problems, [{ index: 0, name: 'Works', message: '"region" is missing.' }]);
  });

  it('leaves a connection of a provider that is not known to the others that may know it', () => {
    assert.equal(parse([{ ...fine, provider: 'their-render-farm' }]).connections.length, 1);
  });

  describe('of a provider with fields of its own', () => {
    const shop = { ...fine, provider: 'shop', shop: 'lamps', 'api-version': '2022-01' };

    it('keeps them flat beside the others, without the blanks around them', () => {
      assert.deepEqual(parse([{ ...shop, shop: ' lamps ' }]), { connections: [shop], problems: [] });
    });

    it('leaves out what is no field, and keeps what is common', () => {
      const entry = { ...shop, region: 'r', caFile: '/a.pem', farm: 'north', token: 'a secret that strayed', n: 1 };
      assert.deepEqual(parse([entry]).connections, [{ ...shop, region: 'r', caFile: '/a.pem' }]);
    });

    for (const value of [7, '', '  ', null, ['lamps'], { shop: 'lamps' }]) {
      it(`says one thing about ${JSON.stringify(value)} in a field, and leaves the others`, () => {
        const { connections, problems } = parse([fine, { ...shop, id: 'x', shop: value }, other]);
        assert.deepEqual(connections, [fine, other]);
        assert.deepEqual(problems, [{ index: 1, name: 'Works', message: field('shop') }]);
      });
    }
  });

  it('keeps all texts of a provider that is not installed, since any may be a field', () => {
    const known = { ...fine, provider: 'their-render-farm', farm: 'north', 'render-queue': 'night', endpoint: 'e' };
    const entry = JSON.parse(
      JSON.stringify({ ...known, farm: ' north ', blank: ' ', count: 7, list: ['a'], toString: 'a', constructor: 'b' })
        .slice(0, -1)
        .concat(', "__proto__": "c"}'),
    ) as unknown;
    assert.deepEqual(parse([entry]), { connections: [known], problems: [] });
  });

  it('takes any list for what it is: each entry a connection or a problem', () => {
    const entry = fc.oneof(
      fc.anything(),
      fc.record({ id: fc.string(), provider: fc.string(), credentials: fc.constantFrom('aksk', 'none', 'other') }),
    );
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const { connections, problems } = parse(entries);
        assert.equal(connections.length + problems.length, entries.length);
        assert.equal(new Set(connections.map(({ id }) => id)).size, connections.length);
      }),
    );
  });
});
