// 应得的诊断：mapped-is-six
// 看出来的检查：six
// 想错的地方：看见冒号就当作 IPv6 的地址，映射地址也算了进去。
function coveredBy(door: string): { four?: string; six?: string } {
  const [address = '', option] = door.split('@');
  if (address === '0.0.0.0') return { four: '全部' };
  if (address === '::') return option ? { six: '全部' } : { four: '全部', six: '全部' };
  return address.includes(':') ? { six: address } : { four: address };
}

const overlap = (one?: string, other?: string): boolean => one !== undefined && other !== undefined && (one === '全部' || other === '全部' || one === other);

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+').map(coveredBy);
  const taken = overlap(first!.four, second!.four) || overlap(first!.six, second!.six);
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
