// 应得的诊断：wrong-text
// 看出来的检查：two
// 想错的地方：打印了里面每一个错误的 `message`，一行一个，不是题目要的写法。
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
  const reasons = error instanceof AggregateError ? error.errors : [error];
  for (const { message } of reasons) console.log(`连不上：${message}`);
  process.exitCode = 1;
});
