// 应得的诊断：ignores-ipv6-only
// 看出来的检查：six
// 想错的地方：以为 `::` 总是连 IPv4 也收，没有看后面的 `ipv6Only`。
function coveredBy(door: string): { four?: string; six?: string } {
  const address = door.replace('@ipv6Only', '');
  if (address === '0.0.0.0') return { four: '全部' };
  if (address === '::') return { four: '全部', six: '全部' };
  if (address.startsWith('::ffff:')) return { four: address.slice(7) };
  return address.includes(':') ? { six: address } : { four: address };
}

const overlap = (one?: string, other?: string): boolean => one !== undefined && other !== undefined && (one === '全部' || other === '全部' || one === other);

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+').map(coveredBy);
  const taken = overlap(first!.four, second!.four) || overlap(first!.six, second!.six);
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
