// 应得的诊断：not-always-many
// 看出来的检查：one
// 想错的地方：以为错误总有 `errors`；只敲一个地址时没有。
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
  for (const { address, code } of (error as AggregateError).errors) {
    console.log(address ? `连不上 ${address}：${code}` : `连不上：${code}`);
  }
  process.exitCode = 1;
});
