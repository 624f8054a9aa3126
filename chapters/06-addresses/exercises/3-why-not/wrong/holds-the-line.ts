// 应得的诊断：stays-on
// 看出来的检查：second
// 想错的地方：以为商店会先挂断，一直拿着听筒。
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
  socket.resume();
});

interface Reason extends NodeJS.ErrnoException {
  /** 敲的是哪个地址；查不到名字的错误没有。 */
  address?: string;
}

socket.on('error', (error: Reason) => {
  const reasons: Reason[] = error instanceof AggregateError ? error.errors : [error];
  for (const { address, code } of reasons) {
    console.log(address === undefined ? `连不上：${code}` : `连不上 ${address}：${code}`);
  }
  process.exitCode = 1;
});
