// 应得的诊断：one-way
// 看出来的检查：six
// 想错的地方：以为先守通配地址的，后来的写得更具体就可以。
function coveredBy(door: string): { four?: string; six?: string } {
  const [address = '', option] = door.split('@');
  if (address === '0.0.0.0') return { four: '全部' };
  if (address === '::') return option ? { six: '全部' } : { four: '全部', six: '全部' };
  if (address.startsWith('::ffff:')) return { four: address.slice(7) };
  return address.includes(':') ? { six: address } : { four: address };
}

// 只看后来的盖不盖得住先来的。
const overlap = (first?: string, second?: string): boolean => first !== undefined && second !== undefined && (second === '全部' || first === second);

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+').map(coveredBy);
  const taken = overlap(first!.four, second!.four) || overlap(first!.six, second!.six);
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
