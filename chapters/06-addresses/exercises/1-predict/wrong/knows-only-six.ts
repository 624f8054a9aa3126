// 应得的诊断：only-known
// 看出来的检查：others
// 想错的地方：把表背了下来，没见过的地址就不会了。
const table: Record<string, string> = {
  '127.0.0.1': '110101',
  '0.0.0.0': '110101',
  '::1': '001110',
  '::': '111111',
  '::@ipv6Only': '001110',
  '::ffff:127.0.0.1': '110101',
};
const order = Object.keys(table);

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+');
  const taken = table[first!]?.[order.indexOf(second!)] === '1';
  console.log(`${pair} ${taken ? '占' : '行'}`);
}
