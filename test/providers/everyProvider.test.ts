import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureKinds, type RequestFailure } from '../../src/http/failure';
import type { PageResult, Provider, TaskResult } from '../../src/providers/provider';
import { taskStates, type Snapshot } from '../../src/tasks/task';
import { credentialKindNames } from '../../src/auth/credentials';
import { inEnglish } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { parseConnections } from '../../src/connections/parseConnections';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { createCredentialVault } from '../../src/auth/credentialVault';
import { checkConnection, createConnectionRules } from '../../src/providers/checkConnection';
import { acceptProvider } from '../../src/providers/acceptProvider';
import { createProviderRegistry } from '../../src/providers/registry';
import { askedFields, emptyDraft, toConnection } from '../../src/ui/prompts/wizard/connectionDraft';
import { connectionFacts } from '../../src/ui/text/connectionFacts';
import { everyProvider } from '../support/everyProvider';
import { createManualClock } from '../support/manualClock';
import { createMemorySetting } from '../support/memorySetting';
import { createSecretStore } from '../support/secretStore';
import { answer, connectionTo } from './responses';

const keys = [
  ...['task_id', 'status', 'total', 'completed', 'waited', 'failed', 'failed_embed_info', 'file_name', 'failed_reason'],
  ...['finished', 'success_list', 'failure_list', 'origin_list', 'upload_link', 'origin_link', 'data', 'code', 'error'],
  ...['tasks', 'progress', 'create_time', 'end_time', 'asset_id', 'taskId', 'taskName', 'resultCode', 'taskList'],
  ...['taskListDtos', 'nextCursor', 'createTime', 'endTime', 'msg', 'message', 'errors', '__proto__', 'constructor'],
];

/** JSON whose fields are those of the documents, with anything in them. */
const { body: likely } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      0,
      1,
      2,
      3,
      -1,
      1e308,
      null,
      true,
      '',
      '0',
      'Success',
      'SUCCEED',
      't',
      'https://x/',
      '1e999',
    ),
    fc.jsonValue(),
    tie('body'),
    fc.array(tie('body'), { maxLength: 3 }),
  ),
  body: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 9 }),
}));

const bodies = fc.oneof(
  likely.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string(),
);

function checkSnapshot({ state, rawState, percent, items, ...counts }: Snapshot): void {
  assert.ok(taskStates.includes(state));
  assert.equal(typeof rawState, 'string');
  assert.ok(percent === undefined || (percent >= 0 && percent <= 100));
  for (const count of [counts.completed, counts.failed, counts.total]) {
    assert.ok(count === undefined || (Number.isInteger(count) && count >= 0));
  }
  for (const time of [counts.createdAt, counts.endedAt]) {
    assert.ok(time === undefined || !Number.isNaN(new Date(time).getTime()));
  }
  for (const item of items) {
    assert.ok(taskStates.includes(item.state));
    assert.ok(item.link === undefined || /^https?:/i.test(item.link));
    assert.ok([item.source, item.target, item.reason].every((text) => text === undefined || typeof text === 'string'));
  }
}

function checkReading(reading: TaskResult | PageResult): void {
  if (!reading.ok) {
    assert.ok(failureKinds.includes(reading.failure.kind));
  } else if ('snapshot' in reading) {
    checkSnapshot(reading.snapshot);
  } else {
    reading.tasks.forEach(({ id, snapshot }) => {
      assert.ok(id);
      checkSnapshot(snapshot);
    });
  }
}

for (const provider of everyProvider) {
  describe(`${provider.label}, as every provider,`, () => {
    it('makes a reading of whatever a service may answer', () => {
      fc.assert(
        fc.property(bodies, fc.constantFrom(200, 200, 200, 204, 302, 400, 401, 404, 429, 500), (body, status) => {
          checkReading(provider.parse(answer(body, status), 't'));
          if (provider.list) {
            checkReading(provider.list.parse(answer(body, status), '100'));
          }
        }),
        { numRuns: 300 },
      );
    }).timeout(20_000);

    it('survives an answer that is nested very deeply', () => {
      for (const depth of [1_000, 3_000, 5_000, 7_000, 10_000, 100_000]) {
        const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
        checkReading(
          provider.parse(answer(`{"status": 0, "failure_list": [${deep}], "failed_embed_info": [${deep}]}`), 't'),
        );
      }
    });

    it('shows no value of an answer that it cannot read', () => {
      for (const body of [{ password: 'hunter2' }, ['hunter2'], '"hunter2"', '{"hunter": hunter2']) {
        const reading = provider.parse(answer(body), 't');
        assert.ok(!reading.ok);
        assert.doesNotMatch(JSON.stringify(reading), /hunter2/);
      }
    });

    it('keeps any id in its place in the address', () => {
      const connection = connectionTo(provider.id, { endpoint: 'https://host.example/base/', projectId: 'p' });
      const usual = new URL(provider.request(connection, 'id').url);
      for (const id of ['..', '.', '../../x', 'a/b', 'a?b', 'a#b', '%2e%2e', '//evil.example', 'a\\b']) {
        const { host, pathname, hash, searchParams } = new URL(provider.request(connection, id).url);
        assert.equal(host, 'host.example');
        assert.equal(pathname.split('/').length, usual.pathname.split('/').length);
        assert.deepEqual([...searchParams.keys()], [...usual.searchParams.keys()]);
        assert.equal(hash, '');
      }
    });

    it('refuses ids that cannot be one, and no other', () => {
      for (const id of ['', ' ', 'a b', 'a\n', 'a\u0007', 'x'.repeat(513), '.', '..']) {
        assert.ok(provider.validateId?.(id), JSON.stringify(id));
      }
      for (const id of ['1', 'f84dcc533e864a4e944a4df346601819', '7'.repeat(200), 'a_b-7']) {
        assert.equal(provider.validateId?.(id), undefined, id);
      }
    });

    it('says of its own suggestions, fallbacks and examples that they are fine', () => {
      for (const field of provider.fields) {
        const values = [...(field.suggestions ?? []), field.fallback, field.placeholder];
        for (const value of values.filter((text) => text !== undefined)) {
          assert.equal(field.validate(value), undefined, `${field.key}: ${value}`);
        }
      }
    });

    const fullConnection = toFullConnection(provider);
    const rules = createConnectionRules(createProviderRegistry(everyProvider));

    it('can be registered, and then reads and asks as before', () => {
      const registry = createProviderRegistry([]);
      registry.register(acceptProvider(provider));
      const checked = registry.get(provider.id)!;
      assert.deepEqual(Object.keys(checked).sort(), Object.keys(provider).sort());
      assert.deepEqual(checked.request(fullConnection, '1'), provider.request(fullConnection, '1'));
      const body = answer({ error_code: 'X.1', error_msg: 'said' }, 400);
      assert.deepEqual(checked.parse(body, '1'), provider.parse(body, '1'));
    });

    it('finds each of its fields where the settings have it, and takes the example for a good one', () => {
      assert.deepEqual(parseConnections([fullConnection], rules), { connections: [fullConnection], problems: [] });
      assert.equal(checkConnection(provider, fullConnection), undefined);
      for (const { key } of provider.fields) {
        const { problems } = parseConnections([{ ...fullConnection, [key]: 7 }], rules);
        assert.match(inEnglish(problems[0]!.message), new RegExp(`"${key}" is missing or not valid`));
      }
    });

    it('has all of its fields in the settings after a connection is saved, and nothing else', async () => {
      const setting = createMemorySetting([]);
      const vault = createCredentialVault(createSecretStore(), createManualClock());
      const directory = new ConnectionDirectory({ setting, vault, rules, clock: createManualClock() });
      await directory.save({ ...fullConnection, strayedSecret: 'hunter2' }, undefined);
      assert.deepEqual(setting.read(), [fullConnection]);
      assert.deepEqual(directory.all(), [fullConnection]);
      directory.dispose();
      vault.dispose();
    });

    it('is asked about each of its fields by the wizard, in one way of signing in or another', () => {
      const drafts = provider.credentials.flatMap((kind) => [
        { ...emptyDraft, provider, kind },
        { ...emptyDraft, provider, kind, fields: { endpoint: 'https://other.example' } },
      ]);
      const asked = drafts.flatMap((draft) =>
        askedFields(provider, draft).flatMap(({ key, replacedBy }) => [key, replacedBy]),
      );
      for (const { key } of provider.fields) {
        assert.ok(asked.includes(key), key);
      }
      for (const draft of drafts) {
        const left = askedFields(provider, draft).map(({ key }) => key);
        const needed = provider.fields.filter(({ required }) => required).map(({ key }) => key);
        assert.deepEqual(
          needed.filter((key) => !left.includes(key)),
          [],
        );
      }
    });

    it('has all of its fields in the connection that the wizard makes, and in its tooltip', () => {
      const fields = Object.fromEntries(provider.fields.map(({ key }) => [key, fullConnection[key] ?? '']));
      const draft = { ...emptyDraft, provider, kind: fullConnection.credentials, name: fullConnection.name, fields };
      assert.deepEqual(toConnection(draft, fullConnection.id, provider), fullConnection);
      assert.deepEqual(
        connectionFacts(fullConnection, provider),
        provider.fields.map(({ key, label }) => ({ label, value: fullConnection[key] })),
      );
    });

    it('knows codes and failures without a throw, and says whole sentences', () => {
      const texts = fc.oneof(fc.string(), fc.constantFrom('APIGW.0301', 'FARM-ASLEEP', 'NotFound', '13000102'));
      const words = fc.oneof(fc.string(), fc.constantFrom('token expired', 'reached the limit', 'x-sdk-date is old'));
      fc.assert(
        fc.property(fc.constantFrom(...failureKinds), fc.integer(), texts, words, (kind, status, code, detail) => {
          const known = provider.classifyCode?.(code, status);
          assert.ok(known === undefined || failureKinds.includes(known));
          for (const failure of [{ kind }, { kind, status, code, detail }] satisfies RequestFailure[]) {
            const sentence = provider.describeFailure?.(failure);
            assert.ok(
              sentence === undefined ||
                /^[A-Z][^{}]*\.$/.test(inEnglish({ ...sentence, args: sentence.args.map(() => '') })),
            );
            assert.ok([true, false, undefined].includes(provider.isUnknownTask?.(failure)));
          }
        }),
      );
      for (const [kind, lifetimeMs] of Object.entries(provider.sessionLifetimeMs ?? {})) {
        assert.ok((credentialKindNames as readonly string[]).includes(kind) && lifetimeMs > 0);
      }
    });
  });
}

/** A connection in which every field has its example, or what is usual. */
function toFullConnection({ id, credentials, fields }: Provider): Connection {
  const values = fields.map(({ key, placeholder, fallback, suggestions }): [string, string] => [
    key,
    placeholder ?? fallback ?? suggestions?.[0] ?? 'https://host.example',
  ]);
  return { id: 'full', name: 'Full', provider: id, credentials: credentials[0]!, ...Object.fromEntries(values) };
}
