// 应得的诊断：forgets-dual-stack
// 看出来的检查：six
// 想错的地方：以为 IPv4 和 IPv6 各管各的，从来不会撞。
const family = (address: string): string => (address.includes(':') && !address.startsWith('::ffff:') ? '六' : '四');
const plain = (address: string): string => address.replace('@ipv6Only', '').replace('::ffff:', '');
const every = ['0.0.0.0', '::'];

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+') as [string, string];
  const [one, other] = [plain(first), plain(second)];
  const taken = family(first) === family(second) && (one === other || every.includes(one) || every.includes(other));
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
