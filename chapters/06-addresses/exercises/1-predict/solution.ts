// 练习 06-addresses/1 的一份答案。
//
// 一个监听的地址盖住两种格子里的一些：IPv4 的，IPv6 的。两个地址有一格重叠，那一格的连接
// 来了就不知道该给谁，所以后一个绑不上。先后没有关系。
// `::` 不写 ipv6Only，两种格子全盖住；映射地址盖住的是一个 IPv4 的格子。

/** 收哪些：没有就是一个也不收。 */
interface Covered {
  four?: string;
  six?: string;
}

const every = '全部';
const mapped = '::ffff:';

function coveredBy(door: string): Covered {
  const [address = '', option] = door.split('@');
  if (address === '0.0.0.0') return { four: every };
  if (address === '::') return option === 'ipv6Only' ? { six: every } : { four: every, six: every };
  if (address.startsWith(mapped)) return { four: address.slice(mapped.length) };
  return address.includes(':') ? { six: address } : { four: address };
}

function overlap(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one === every || other === every || one === other;
}

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+').map(coveredBy) as [Covered, Covered];
  const taken = overlap(first.four, second.four) || overlap(first.six, second.six);
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
