import assert from 'node:assert/strict';
import { rowLabel } from '../../../src/ui/text/rowLabel';

describe('rowLabel', () => {
  const id = '32734a93-928e-4f4a-91da-9be2c1f2a0b4';

  it('is the name', () => {
    assert.equal(rowLabel({ id, name: 'Autumn catalogue' }), 'Autumn catalogue');
  });

  it('shortens a long id that stands for a name', () => {
    assert.equal(rowLabel({ id, name: id }), '32734a93…a0b4');
  });

  it('leaves a short id and a long name alone', () => {
    assert.equal(rowLabel({ id: '41234567', name: '41234567' }), '41234567');
    assert.equal(rowLabel({ id, name: `${id}.mp4` }), `${id}.mp4`);
  });
});
