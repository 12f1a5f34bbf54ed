import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { RequestFailure } from '../../src/http/failure';
import { parseCatalogEntry } from '../../src/providers/definitions/catalogEntry';
import type { CatalogEntry } from '../../src/providers/catalog';
import { pathOf, readJson } from '../support/checkout';
import { connectionTo, failureOf, snapshotOf } from './responses';

/** The sample of an entry: responses as the pages in `source` document them, and what must be read from them. */
interface Sample {
  readonly source: readonly string[];
  readonly connection: Readonly<Record<string, string>>;
  readonly taskId: string;
  readonly request: { readonly method: string; readonly url: string };
  /** Addresses of the task besides the one of the request. */
  readonly recognizes: readonly string[];
  readonly responses: Readonly<Record<string, Documented>>;
}

interface Documented {
  readonly status: number;
  readonly body: unknown;
  readonly expect: {
    readonly state?: string;
    readonly failure?: RequestFailure['kind'];
    readonly name?: string;
    readonly errorIncludes?: string;
    readonly errorCode?: string;
    readonly items?: number;
    readonly [of: string]: unknown;
  };
}

const folder = 'media/providers';
const namesIn = (path: string): readonly string[] =>
  readdirSync(pathOf(path)).map((file) => file.replace(/\.json$/, ''));
const names = namesIn(folder);
const receivedAt = Date.UTC(2026, 10, 23, 2);

function entryOf(name: string): CatalogEntry {
  const entry = parseCatalogEntry(readJson(`${folder}/${name}.json`));
  assert.ok('provider' in entry, JSON.stringify(entry));
  return entry;
}

describe('the catalog', () => {
  it('has at least twelve APIs, each with its sample', () => {
    assert.ok(names.length >= 12);
    assert.deepEqual([...namesIn('test/fixtures/catalog')].sort(), [...names].sort());
  });

  for (const name of names) {
    describe(name, () => {
      const { provider, help } = entryOf(name);
      const { source, connection, taskId, request, recognizes, responses } = readJson(
        `test/fixtures/catalog/${name}.json`,
      ) as Sample;

      it('has the ID of its file, and says what it is and where credentials come from', () => {
        assert.equal(provider.id, name);
        assert.notEqual(provider.label, name);
        for (const page of [provider.documentation, help.page, ...source]) {
          assert.match(page, /^https:\/\/\S+$/);
        }
        assert.match(help.hint, /^[A-Z].*\.$/);
      });

      it('asks for the task at its documented address', () => {
        const { method, url } = provider.request(connectionTo(name, connection), taskId);
        assert.deepEqual({ method, url }, request);
        assert.equal(provider.validateId?.(taskId), undefined);
      });

      it('needs of a connection what the address needs, and takes what is proposed', () => {
        assert.deepEqual(
          provider.fields
            .filter(({ key, requiredFor }) => key !== 'iamEndpoint' && requiredFor === undefined)
            .map(({ key }) => key),
          Object.keys(connection),
        );
        for (const field of provider.fields) {
          const { key, suggestions = [], fallback } = field;
          for (const value of [...suggestions, fallback ?? '', connection[key] ?? ''].filter(Boolean)) {
            assert.equal(field.validate(value), undefined, `${key} ${value}`);
          }
        }
      });

      for (const address of [request.url, ...recognizes]) {
        it(`recognizes ${address}`, () => {
          const found = provider.recognize?.(address);
          assert.ok(found);
          assert.equal(found.id, taskId);
          for (const [key, value] of Object.entries(found.fields ?? {})) {
            assert.equal(value, connection[key], key);
          }
        });
      }

      it('shows how a task runs, ends well and ends badly', () => {
        const states = Object.values(responses).map(({ expect }) => expect.state);
        assert.ok(['running', 'succeeded', 'failed'].every((state) => states.includes(state)));
      });

      for (const [what, { status, body, expect }] of Object.entries(responses)) {
        it(`reads “${what}”`, () => {
          const text = typeof body === 'string' ? body : JSON.stringify(body);
          const headers = { 'content-type': 'application/json' };
          const result = provider.parse({ status, headers, body: text, sentAt: receivedAt, receivedAt }, taskId);
          if (expect.failure !== undefined) {
            assert.equal(failureOf(result).kind, expect.failure);
            return;
          }
          const snapshot = snapshotOf(result);
          const { name: title, errorIncludes, errorCode, items = 0, ...members } = expect;
          for (const [key, value] of Object.entries(members)) {
            assert.equal(snapshot[key as keyof typeof snapshot], value, key);
          }
          if (title !== undefined) {
            assert.ok(result.ok);
            assert.equal(result.name, title);
          }
          assert.equal(snapshot.items.length, items);
          assert.equal(snapshot.error?.code, errorCode);
          assert.ok(snapshot.error?.message.includes(errorIncludes ?? '') ?? errorIncludes === undefined);
        });
      }
    });
  }
});
