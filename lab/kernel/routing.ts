/**
 * 一台主机按自己的地址作的判断。纯函数：内核用，进程的近端也用，两边的答案相同。
 */
import { familyOf, isLoopback, isUnspecified } from './address.ts';

/** 这个地址是不是这台主机的。 */
export function owns(addresses: readonly string[], address: string): boolean {
  return addresses.includes(address) || isLoopback(address);
}

/** `bind` 只能用自己的地址，或者「所有地址」。 */
export function canBind(addresses: readonly string[], address: string): boolean {
  return isUnspecified(address) || owns(addresses, address);
}

/**
 * 发往 `destination` 的报文写哪个源地址（RFC 6724 § 5）；没有同族的地址就是 undefined。
 * 发往 127.0.0.0/8 的一律写 127.0.0.1，与 Linux 相同。
 */
export function sourceAddressFor(addresses: readonly string[], destination: string): string | undefined {
  if (isLoopback(destination)) return familyOf(destination) === 6 ? '::1' : '127.0.0.1';
  if (owns(addresses, destination)) return destination;
  const sameFamily = addresses.filter((address) => familyOf(address) === familyOf(destination));
  return sameFamily.find((address) => prefixOf(address) === prefixOf(destination)) ?? sameFamily[0];
}

/** 同一个子网：IPv4 看前 24 位，IPv6 看前 64 位。模拟不让读者设掩码。 */
function prefixOf(address: string): string {
  const separator = familyOf(address) === 6 ? ':' : '.';
  return address.split(separator, familyOf(address) === 6 ? 4 : 3).join(separator);
}
