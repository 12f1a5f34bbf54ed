import assert from 'node:assert/strict';
import { withoutSignatures } from '../../../src/ui/agents/withoutSignatures';

describe('texts for language models', () => {
  it('have no signed links, and no password of an address', () => {
    const signed = 'https://user:secret@bucket.example.com/a/b.png?X-Amz-Signature=abc%2Bdef&x=1#frag';
    assert.equal(
      withoutSignatures(`Could not read ${signed} or "obs://b/c?sign=1".`),
      'Could not read https://bucket.example.com/a/b.png or "obs://b/c".',
    );
    assert.equal(withoutSignatures('{"url":"https://h/x?token=t"}'), '{"url":"https://h/x"}');
    assert.equal(withoutSignatures('Copied /b/a b.png?x=1&X-Amz-Signature=abc%2B, done'), 'Copied /b/a b.png done');
    assert.equal(withoutSignatures('//h/x?sv=1&sig=ab%3D'), '//h/x');
    assert.equal(withoutSignatures('/list?page=2&sign_off=no stays'), '/list?page=2&sign_off=no stays');
    assert.equal(withoutSignatures('What? A path such as a/b#c stays.'), 'What? A path such as a/b#c stays.');
  });
});
