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

/**
 * 往这个地址发，其实是往哪里：0.0.0.0 和 :: 就是自己
 * （RFC 1122 § 3.2.1.3 不许这样写，Linux 照办）；映射的 IPv4 走 IPv4。
 */
export function targetOf(address: string): string {
  if (!isUnspecified(address)) return unmapped(address);
  return familyOf(address) === 6 ? '::1' : '127.0.0.1';
}

/** 127.0.0.0/8 或 ::1（RFC 1122 § 3.2.1.3，RFC 4291 § 2.5.3）。 */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** 224.0.0.0/4 或 ff00::/8（RFC 5771，RFC 4291 § 2.7）。 */
export function isMulticast(address: string): boolean {
  return /^(ff|22[4-9]\.|23\d\.)/.test(address);
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

/** 「010」在有的系统里是八进制，所以不收。 */
const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`);

function parseV4(text: string): string | undefined {
  return V4.test(text) ? text : undefined;
}

/**
 * 各种写法的 IPv6 变成规范形式（RFC 5952）：网址里也要写这样的地址，认它、压缩它都是 URL 的事。
 * 只有 IPv4 映射的地址，URL 写成十六进制，这里也先写成十六进制。
 */
function canonicalV6(text: string): string | undefined {
  const [address] = text.split('%', 1);
  const url = `http://[${address}]`;
  return /^[\da-f:.]+$/i.test(address!) && URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** IPv4 映射的地址，系统写成点分十进制。 */
function parseV6(text: string): string | undefined {
  const canonical = canonicalV6(text);
  const [, ...groups] = /^::ffff:(\w+):(\w+)$/.exec(canonical ?? '') ?? [];
  return groups.length > 0 ? MAPPED_PREFIX + groups.flatMap(bytesOfGroup).join('.') : canonical;
}

/** IPv6 地址的 16 个字节；写法不对返回 undefined。 */
export function bytesOfV6(text: string): Uint8Array | undefined {
  const canonical = canonicalV6(text);
  const written = canonical?.split(':').filter(Boolean).length ?? 0;
  const groups = canonical?.replace('::', `:${'0:'.repeat(8 - written)}`).split(':').filter(Boolean);
  return groups && Uint8Array.from(groups.flatMap(bytesOfGroup));
}

/** 一组十六进制数是两个字节。 */
function bytesOfGroup(group: string): [number, number] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}

/** 用在记录里：`10.0.0.1:80`、`[::1]:80`。 */
export function formatEndpoint({ address, port }: Endpoint): string {
  return familyOf(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
