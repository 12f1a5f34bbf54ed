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

  it('leaves a short id alone', () => {
    assert.equal(rowLabel({ id: '41234567', name: '41234567' }), '41234567');
  });

  it('E25: leaves room for the progress beside a long name, and cuts no character in two', () => {
    assert.equal(rowLabel({ id, name: 'Drive of the design team' }), 'Drive of the design team');
    assert.equal(rowLabel({ id, name: 'Export of all drawings, revision 12' }), 'Export of all …vision 12');
    assert.equal(rowLabel({ id, name: '👩🏽‍🚀'.repeat(30) }), `${'👩🏽‍🚀'.repeat(14)}…${'👩🏽‍🚀'.repeat(9)}`);
  });
});

it('E25: leaves room for the progress beside a long name, and cuts no character in two', () => {
  assert.equal(rowLabel({ id: '7', name: 'Drive of the design team' }), 'Drive of the design team');
  assert.equal(rowLabel({ id: '7', name: 'Export of all drawings, revision 12' }), 'Export of all …vision 12');
  assert.equal(rowLabel({ id: '7', name: '👩🏽‍🚀'.repeat(30) }), `${'👩🏽‍🚀'.repeat(14)}…${'👩🏽‍🚀'.repeat(9)}`);
});
