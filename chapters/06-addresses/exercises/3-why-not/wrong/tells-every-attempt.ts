// 应得的诊断：counts-attempts
// 看出来的检查：second
// 想错的地方：敲一个没有开就说一句，后来有一个开了，话已经说出去了。
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
socket.on('connectionAttemptFailed', (address: string, _port: number, _family: number, error: NodeJS.ErrnoException) => {
  console.log(`连不上 ${address}：${error.code}`);
});
socket.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOTFOUND') console.log(`连不上：${error.code}`);
  process.exitCode = 1;
});
