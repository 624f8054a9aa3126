/**
 * IP 地址。处处用规范的文字形式：IPv4 是四个十进制数，IPv6 按 RFC 5952 小写、压缩。
 */

/** 地址加端口。端口为 0 表示没有。 */
export interface Endpoint {
  address: string;
  port: number;
}

export type Family = 4 | 6;

export function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

/** 0.0.0.0 或 ::，「本机的所有地址」。 */
export function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** 127.0.0.0/8 或 ::1（RFC 1122 § 3.2.1.3，RFC 4291 § 2.5.3）。 */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** 224.0.0.0/4 或 ff00::/8（RFC 5771，RFC 4291 § 2.7）。 */
export function isMulticast(address: string): boolean {
  if (familyOf(address) === 6) return address.startsWith('ff');
  const first = Number(address.split('.')[0]);
  return first >= 224 && first <= 239;
}

export const BROADCAST = '255.255.255.255';
const MAPPED_PREFIX = '::ffff:';

/** `::ffff:10.0.0.1` → `10.0.0.1`，其余不变（RFC 4291 § 2.5.5.2）。网络上走的是 IPv4。 */
export function unmapped(address: string): string {
  return address.startsWith(MAPPED_PREFIX) && address.includes('.') ? address.slice(MAPPED_PREFIX.length) : address;
}

/** IPv6 套接字把 IPv4 的对方写成 `::ffff:…`。 */
export function mapped(address: string): string {
  return familyOf(address) === 4 ? MAPPED_PREFIX + address : address;
}

/** 把读者写的地址变成规范形式；不是 IP 地址就返回 undefined。 */
export function parseAddress(text: string): string | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  for (const part of parts) {
    // 「010」在有的系统里是八进制，所以不收
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
  }
  return text;
}

function parseV6(text: string): string | undefined {
  const groups = groupsOfV6(text);
  return groups && formatV6(groups);
}

/** IPv6 地址的 16 个字节；写法不对返回 undefined。 */
export function bytesOfV6(text: string): Uint8Array | undefined {
  const groups = groupsOfV6(text);
  return groups && Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
}

function groupsOfV6(text: string): number[] | undefined {
  const withoutZone = text.split('%')[0]!.toLowerCase();
  return expandV6(withoutZone);
}

/** 展开成 8 个 16 位数；写法不对返回 undefined（RFC 4291 § 2.2）。 */
function expandV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!);
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  if (missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const v4 = isLast ? parseV4(part) : undefined;
    if (v4) {
      const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number];
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

function formatV6(groups: number[]): string {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high, low] = [groups[6]!, groups[7]!];
    return `${MAPPED_PREFIX}${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  const zeros = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(':');
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`;
}

function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index += 1) {
    if (groups[index] === 0) continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}

/** 用在记录里：`10.0.0.1:80`、`[::1]:80`。 */
export function formatEndpoint({ address, port }: Endpoint): string {
  return familyOf(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
