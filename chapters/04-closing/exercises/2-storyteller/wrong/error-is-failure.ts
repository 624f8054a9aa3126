// 应得的诊断：break-after-end
// 看出来的检查：cut-after
// 想错的地方：出了错就是没有听完，不管故事讲完没有。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  text += chunk;
});

let isBroken = false;
socket.on('error', () => {
  isBroken = true;
});

socket.on('close', () => {
  const lines = text.split('\n').slice(0, -1);
  const last = lines.indexOf('（完）');
  if (last >= 0 && !isBroken) {
    console.log(`听完了，一共 ${last} 行`);
    return;
  }
  console.log('没有听完');
  process.exitCode = 1;
});
