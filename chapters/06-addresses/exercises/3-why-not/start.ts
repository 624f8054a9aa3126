// 练习 06-addresses/3：一句话也没有的错误
// 运行：npx tsx answers/06-addresses/3-why-not.ts 12000 ::1 127.0.0.1
// 检查：npm run learn check 06-addresses/3
//
// 现在的程序打印错误的 message；商店有好几个地址的时候，它是空的。

import { connect, isIP, type LookupFunction } from 'node:net';

const [portText = '12000', ...addresses] = process.argv.slice(2);

// 通讯录：「商店」的地址就是参数里写的那几个。不用改。
const lookup: LookupFunction = (name, { all }, answer) => {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = found;
  const missing = Object.assign(new Error(`没有 ${name} 的地址`), { code: 'ENOTFOUND' });
  if (!first) setImmediate(() => answer(missing, []));
  else if (all) setImmediate(() => answer(null, found));
  else setImmediate(() => answer(null, first.address, first.family));
};

const socket = connect({ port: Number(portText), host: '商店', lookup });
socket.on('connect', () => {
  console.log(`连上了 ${socket.remoteAddress}`);
  socket.end();
  socket.resume();
});
socket.on('error', (error) => {
  // 还没有做：敲过哪些地址，每个为什么没有开。
  console.log(`连不上：${error.message}`);
  process.exitCode = 1;
});
