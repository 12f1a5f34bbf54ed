import assert from 'node:assert/strict';
import { editorAccountOrigins, permittedOrigins } from '../../src/auth/editorAccount';

describe('the token of an account of the editor', () => {
  const microsoft = (scopes: string): readonly string[] => editorAccountOrigins({ account: 'microsoft', scopes });

  it('is for the one service that all scopes of Microsoft name', () => {
    const service = 'https://management.azure.com';
    assert.deepEqual(microsoft(`openid ${service}/.default offline_access VSCODE_TENANT:contoso.com`), [service]);
    assert.deepEqual(microsoft(`${service}/read ${service}/write`), [service]);
  });

  it('is for no service when its scopes name two or none', () => {
    const scopes = 'https://management.azure.com/.default https://evil.example.com/.default';
    assert.deepEqual(microsoft(scopes), []);
    assert.deepEqual(microsoft('https://management.azure.com/.default User.Read'), []);
    assert.deepEqual(microsoft('openid'), []);
    const credentials = { kind: 'vscode', account: 'microsoft', scopes, user: '7' } as const;
    assert.deepEqual(permittedOrigins(credentials, ['https://evil.example.com']), []);
  });
});
