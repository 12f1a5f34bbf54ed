import assert from 'node:assert/strict';
import type { FailureKind } from '../../src/http/failure';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import type { Provider } from '../../src/providers/provider';
import { answer, failureOf } from './responses';

type Case = readonly [status: number, code: string, kind: FailureKind];

/** What the gateway before all services of Huawei Cloud sends. */
const gateway: readonly Case[] = [
  [404, 'APIGW.0101', 'address'],
  [404, 'APIG.0101', 'address'],
  [401, 'APIGW.0301', 'unauthorised'],
  [401, 'APIG.0301', 'unauthorised'],
  [401, 'APIGW.0303', 'unauthorised'],
  [401, 'APIGW.0305', 'unauthorised'],
  [401, 'APIGW.0307', 'unauthorised'],
  [401, 'APIGW.0311', 'unauthorised'],
  [403, 'APIGW.0302', 'forbidden'],
  [403, 'APIGW.0802', 'forbidden'],
  [429, 'APIGW.0308', 'throttled'],
  [400, 'APIGW.0201', 'rejected'],
  [504, 'APIGW.0201', 'server-error'],
  [405, 'APIGW.0501', 'rejected'],
  [500, 'APIGW.0601', 'server-error'],
  [503, 'APIGW.0613', 'server-error'],
];

/** What the services themselves send. */
const own: readonly (readonly [Provider, readonly Case[]])[] = [
  [
    huaweiVod,
    [
      [403, 'VOD.10051', 'server-error'],
      [403, 'VOD.10052', 'server-error'],
      [403, 'VOD.10054', 'unauthorised'],
      [400, 'VST.10004', 'unauthorised'],
      [403, 'VOD.10055', 'forbidden'],
      [403, 'VOD.10062', 'rejected'],
      [400, 'VOD.10062', 'rejected'],
      [400, 'VOD.10053', 'rejected'],
      [400, 'VST.10001', 'rejected'],
      [403, 'VST.10002', 'server-error'],
    ],
  ],
  [
    huaweiDsc,
    [
      [400, 'DSC.00000002', 'server-error'],
      [400, 'DSC.00000004', 'rejected'],
      [400, 'dsc.40000011', 'rejected'],
      [400, 'DSC.99999999', 'rejected'],
      [403, 'DSC.99999999', 'forbidden'],
    ],
  ],
  [
    huaweiKooDrive,
    [
      [400, '13000102', 'rejected'],
      [200, '13000201', 'server-error'],
      [400, '13000301', 'rejected'],
    ],
  ],
];

for (const [provider, codes] of own) {
  describe(`${provider.label} knows what the codes mean:`, () => {
    for (const [status, code, kind] of [...gateway, ...codes]) {
      it(`${code} with ${status} is ${kind}`, () => {
        // Words about a token do not make it a question of credentials.
        const said = 'check the token';
        const body = /^\d+$/.test(code) ? { code: Number(code), msg: said } : { error_code: code, error_msg: said };
        const failure = failureOf(provider.parse(answer(body, status), 't'));
        assert.deepEqual([failure.kind, failure.code, failure.status, failure.detail], [kind, code, status, said]);
        assert.equal(provider.classifyCode?.(code, status), kind);
      });
    }
  });
}
