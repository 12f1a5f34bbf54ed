import assert from 'node:assert/strict';
import { labelOf, newDefinitionId, newLabel } from '../../../../src/providers/definitions/guess/identity';

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

describe('the name of a new provider', () => {
  const url = 'http://127.0.0.1:48123/v1/renders/r-1a2b3c4d/status?full=1';

  it('is that of its host, and for another API there says what it is about', () => {
    assert.equal(newLabel(url, ['Shop']), '127.0.0.1:48123');
    assert.equal(newLabel(url, ['127.0.0.1:48123']), '127.0.0.1:48123 Renders');
    assert.equal(newLabel('https://api.replicate.com/v1/video_jobs/7', ['replicate']), 'Replicate Video jobs');
  });

  it('has a number where that is taken, too, or the address says nothing', () => {
    assert.equal(newLabel(url, ['127.0.0.1:48123', '127.0.0.1:48123 renders']), '127.0.0.1:48123 Renders 2');
    assert.equal(newLabel('https://jobs.example.com/v2/8', ['Jobs Example', 'Jobs Example 2']), 'Jobs Example 3');
  });
});
