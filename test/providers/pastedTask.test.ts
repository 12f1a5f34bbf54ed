import assert from 'node:assert/strict';
import { omitUndefined } from '../../src/base/omitUndefined';
import { findPastedTasks, typedTaskIds } from '../../src/providers/pastedTask';
import { parseCatalogEntry } from '../../src/providers/definitions/catalogEntry';
import type { Provider } from '../../src/providers/provider';
import { readJson } from '../support/checkout';
import type { Connection } from '../../src/connections/connection';
import { everyProvider } from '../support/everyProvider';
import { connectionTo } from './responses';

/** An ID that every provider takes. */
const plainId = 'f84dcc533e864a4e944a4df346601819';

/** IDs of another form, as the services give them. */
const exampleIds: Readonly<Record<string, string>> = {
  'huawei-vod': '81b89afdb5e6c94c68e5028b2747b1f0',
  'huawei-koodrive': '1534087020903704704',
  shoplazza: '300b5e33-3ac5-41c5-9819-7e2e8aad6a98',
  'render-farm': 'frame-7',
};

function inCatalog(id: string): Provider {
  const entry = parseCatalogEntry(readJson(`media/providers/${id}.json`));
  assert.ok('provider' in entry);
  return entry.provider;
}

const github = inCatalog('github-actions');
const gitlab = inCatalog('gitlab-pipeline');
const jenkins = inCatalog('jenkins-build');

describe('a pasted address', () => {
  for (const provider of everyProvider.filter((each) => !each.recognize)) {
    it(`is that of a task of ${provider.id} where one of its connections requests it`, () => {
      const id = exampleIds[provider.id] ?? plainId;
      const to = (endpoint: string) =>
        connectionTo(provider.id, { endpoint, farm: 'north', projectId: '0123456789abcdef0123456789abcdef' });
      const [ours, other] = [to('https://api.acme.example'), to('https://api.other.example')];
      const { url } = provider.request(ours, id);
      const found = (text: string): [string, Connection | undefined][] =>
        findPastedTasks(text, [provider], [other, ours]).map((task) => [task.id, task.connection]);
      assert.deepEqual(found(`Submitted: see ${url}.`), [[id, ours]]);
      assert.deepEqual(found(`curl '${url}' -H 'accept: */*'`), [[id, ours]]);
      assert.deepEqual(found(`${url}/more`), []);
      assert.deepEqual(findPastedTasks(url, [provider], [other]), []);
    });
  }

  it('belongs to a connection only if all that it requests stands in the address', () => {
    const [farm] = everyProvider.filter((each) => !each.recognize);
    assert.ok(farm);
    const connection = connectionTo(farm.id);
    const url = (id: string, kind: string): string => `https://api.acme.example/jobs?kind=${kind}&id=${id}`;
    const asking: Provider = {
      ...farm,
      request: (_to, id) => ({ method: 'GET', url: url(id, 'render'), headers: {} }),
    };
    const ids = (text: string): readonly string[] => findPastedTasks(text, [asking], [connection]).map(({ id }) => id);
    assert.deepEqual(ids(url(plainId, 'render')), [plainId]);
    assert.deepEqual(ids(url(plainId, 'copy')), []);
    assert.deepEqual(ids(`See https://docs.acme.example/jobs, or ${url(plainId, 'render')}`), [plainId]);
  });

  it('names no task where a service has one address for all of them', () => {
    const [farm] = everyProvider.filter((each) => !each.recognize);
    assert.ok(farm);
    const url = 'https://api.acme.example/v1/status';
    const lenient = omitUndefined({ ...farm, validateId: undefined });
    const asking: Provider = { ...lenient, request: (_to, body) => ({ method: 'POST', url, headers: {}, body }) };
    assert.deepEqual(findPastedTasks(url, [asking], [connectionTo(farm.id)]), []);
  });

  const run = (number: number): string => `https://github.com/acme/site/actions/runs/${number}`;
  const ours = connectionTo('jenkins-build', { endpoint: 'https://ci.acme.example/' });

  it('belongs to the connection that has its fields', () => {
    const address = 'https://ci.acme.example/job/web/job/main/12/';
    const other = connectionTo('jenkins-build', { endpoint: 'https://ci.other.example' });
    const [found] = findPastedTasks(address, [github, jenkins], [other, ours]);
    assert.deepEqual([found?.connection, found?.id], [ours, 'web/job/main/12']);
    const [elsewhere] = findPastedTasks(address, [github, jenkins], [other]);
    assert.deepEqual([elsewhere?.provider, elsewhere?.connection], [jenkins, undefined]);
    assert.deepEqual(elsewhere?.fields, { endpoint: 'https://ci.acme.example' });
  });

  it('does not belong to a connection of another provider, which would send it other credentials', () => {
    const other = connectionTo('gitlab-job', { endpoint: 'https://ci.acme.example' });
    const address = 'https://ci.acme.example/job/web/12/';
    const [found] = findPastedTasks(address, [jenkins], [other]);
    assert.deepEqual([found?.provider, found?.connection], [jenkins, undefined]);
    assert.deepEqual(
      findPastedTasks(address, [jenkins], [other, ours]).map(({ connection }) => connection),
      [ours],
    );
  });

  it('of the proposed endpoint belongs to a connection that leaves it out', () => {
    const address = 'https://gitlab.com/group/sub/site/-/pipelines/5';
    const connection = connectionTo('gitlab-pipeline');
    const [found] = findPastedTasks(address, [gitlab], [connection]);
    assert.deepEqual([found?.connection, found?.id], [connection, 'group/sub/site/5']);
  });

  it('is looked for in a curl command, and nowhere in a text without addresses', () => {
    const curl = `curl -H 'accept: */*' https://api.github.com/repos/acme/site/actions/runs/7`;
    assert.equal(findPastedTasks(curl, [github], [])[0]?.id, 'acme/site/7');
    assert.deepEqual(findPastedTasks('acme/site/7', [github, jenkins], []), []);
  });

  it('stands beside others and beside IDs', () => {
    const connection = connectionTo('github-actions');
    const read = (text: string) => typedTaskIds(text, connection, github);
    assert.deepEqual(read(`${run(1)}, ${run(2)}\nacme/site/3`), ['acme/site/1', 'acme/site/2', 'acme/site/3']);
    assert.deepEqual(read('acme/site/3'), ['acme/site/3']);
    assert.deepEqual(typedTaskIds('web/12', ours, jenkins), ['web/12']);
    // One address among IDs takes none of them away; the words of a command are no IDs.
    assert.deepEqual(read(`acme/site/3 acme/site/4 ${run(1)}`), ['acme/site/1', 'acme/site/3', 'acme/site/4']);
    for (const command of [
      `curl -s -H 'accept: */*' '${run(1)}'`,
      `wget -q ${run(1)}`,
      `fetch("${run(1)}", { a: 1 })`,
    ]) {
      assert.deepEqual(read(command), ['acme/site/1'], command);
    }
    const dsc = everyProvider.find(({ id }) => id === 'huawei-dsc');
    const other = '0123456789abcdef0123456789abcdef';
    const works = connectionTo('huawei-dsc');
    assert.deepEqual(typedTaskIds(`${other} https://dsc.example/tasks/${plainId}`, works, dsc), [other, plainId]);
    assert.deepEqual(typedTaskIds(`curl -s https://dsc.example/tasks/${plainId}`, works, dsc), [plainId]);
  });
});
