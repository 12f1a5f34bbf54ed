import assert from 'node:assert/strict';
import { definitionExamples } from './examples';
import { connectionTo } from '../responses';
import { providerOf } from './definitions';
import { assertReads, recordedApi } from './recordedApis';

describe('the recorded APIs', () => {
  for (const { sample, definition, id, fields } of definitionExamples) {
    const api = recordedApi(sample);
    const provider = providerOf(definition);

    describe(sample, () => {
      it('is asked at the recorded address', () => {
        const { method, url, headers, body } = provider.request(connectionTo(provider.id, fields), id);
        assert.deepEqual({ method, url, body }, { method: api.request.method, url: api.request.url, body: undefined });
        assert.equal(headers['accept'], 'application/json');
        assert.equal(headers['authorization'], undefined);
      });

      it('recognizes its address and a curl command', () => {
        for (const text of [api.request.url, api.curl]) {
          assert.deepEqual(provider.recognize?.(text), { id, fields });
        }
      });

      for (const name of Object.keys(api.expect)) {
        it(`reads “${name}”`, () => {
          assertReads(provider, api, name, id);
        });
      }
    });
  }
});
