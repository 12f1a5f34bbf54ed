import assert from 'node:assert/strict';
import { labelOf, newDefinitionId } from '../../../../src/providers/definitions/guess/identity';

describe('the ID of a new definition', () => {
  const url = 'https://api.render.example.co.uk/v1/jobs/7';

  it('follows the name that the user gives', () => {
    assert.equal(labelOf(url), 'Render Example');
    assert.equal(newDefinitionId('Render Example', url, []), 'render-example');
    assert.equal(newDefinitionId('  Häfen & Küsten! ', url, []), 'hafen-kusten');
    assert.equal(newDefinitionId('x'.repeat(60), url, []).length, 36);
  });

  it('is that of the host where the name has no letters for it', () => {
    assert.equal(newDefinitionId('渲染', url, []), 'render-example');
    assert.equal(newDefinitionId('!', 'http://127.0.0.1:8080/jobs/7', []), '127-0-0-1-8080');
  });

  it('is none that is taken', () => {
    assert.equal(newDefinitionId('Renders', url, ['renders', 'renders-2']), 'renders-3');
  });
});
