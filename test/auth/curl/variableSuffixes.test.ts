import assert from 'node:assert/strict';
import { variableSuffixes } from '../../../src/auth/curl/variableSuffixes';

describe('the shell variables of connections (E24)', () => {
  const suffixes = (...connections: readonly string[]) => [...variableSuffixes(connections).values()];

  it('have plain names for one connection', () => {
    assert.deepEqual(suffixes('shoplazza', 'shoplazza'), ['']);
  });

  it('are told apart by their connections, whose ids need not be names of variables', () => {
    assert.deepEqual(suffixes('shop-1', 'shop.1', 'Laden 3', '店'), ['_SHOP_1', '_SHOP_1_2', '_LADEN_3', '__']);
  });
});
