import type { Connection } from '../connections/connection';
import { isWithinDomain } from './host';

/**
 * The home page of a Huawei Cloud service in the console; none of them has an address for a single task.
 * @param service the service's name in the console's addresses
 * @returns nothing when the connection leads to another cloud, whose console is elsewhere
 */
export function toConsoleLink(connection: Connection, service: string): string | undefined {
  const isHuaweiCloud = !connection.endpoint || isWithinDomain(connection.endpoint, 'myhuaweicloud.com');
  return isHuaweiCloud ? `https://console.huaweicloud.com/${service}` : undefined;
}
