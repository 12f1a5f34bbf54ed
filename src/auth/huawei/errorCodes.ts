import type { FailureKind } from '../../http/failure';
import { kindInTable, kindOfStatus, type CodeClassifier, type CodeTable } from '../../http/errorCodes';

/** From the error code page of Huawei Cloud's API gateway, which some services spell `APIG`. */
const gatewayCodes: CodeTable = [
  // No such API: the region or the host is wrong, which says nothing about the task.
  [/^APIGW?\.0101$/i, 'address'],
  [/^APIGW?\.03(01|03|05|07|11)$/i, 'unauthorised'],
  [/^APIGW?\.(03(02|04|06|10)|04(01|02|04)|080[12])$/i, 'forbidden'],
  [/^APIGW?\.0308$/i, 'throttled'],
  [/^APIGW?\.06\d\d$/i, 'server-error'],
];

/** Creates the classifier of a service behind Huawei Cloud's gateway. @param ownCodes from the service's error code page */
export function createHuaweiClassifier(ownCodes: CodeTable): CodeClassifier {
  return (code, status) => kindInTable(ownCodes, code) ?? classifyHuaweiCode(code, status);
}

/** Classifies the gateway's codes, which every service of Huawei Cloud may respond with. */
export function classifyHuaweiCode(code: string, status: number): FailureKind | undefined {
  // A text about tokens beside an unlisted code such as `DSC.99999999` does not mean that the credentials are wrong.
  return kindInTable(gatewayCodes, code) ?? (/^[a-z]+\.\d+$/i.test(code) ? kindOfStatus(status) : undefined);
}
